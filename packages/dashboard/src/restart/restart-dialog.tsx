import { useSignal } from '@preact/signals';
import type { Signal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { EndMode, RestartPreview } from '@whatsapp-service/shared/api/restart-view.ts';
import { sentenceOf } from '../api/problem.ts';
import { Dialog } from '../dialogs/dialog.tsx';
import { DialogEnd } from '../dialogs/dialog-end.tsx';
import type { RestartStore } from './restart-store.ts';

/** The button that restarts the service, and the question before it does. */
export function RestartDialog({ restart }: { readonly restart: RestartStore }) {
  const isOpen = useSignal(false);
  const isUnderWay = restart.state.value.step === 'going_down' || restart.state.value.step === 'restoring';
  return (
    <>
      <button type="button" disabled={isUnderWay} onClick={() => (isOpen.value = true)}>
        Restart
      </button>
      {isOpen.value && <Question restart={restart} onClose={() => (isOpen.value = false)} />}
    </>
  );
}

function Question({ restart, onClose }: { readonly restart: RestartStore; readonly onClose: () => void }) {
  const mode = useSignal<EndMode>('handover');
  const { preview, fault } = usePreview(restart, mode);
  const confirm = async (): Promise<void> => {
    if (preview.value === undefined) return;
    try {
      await restart.restart(preview.value);
      onClose();
    } catch (error) {
      fault.value = sentenceOf(error);
    }
  };
  return (
    <Dialog title="Restart the service" onClose={onClose}>
      <Modes mode={mode} />
      {preview.value !== undefined && <Consequences preview={preview.value} />}
      <DialogEnd fault={fault.value} onClose={onClose}>
        <button type="button" disabled={preview.value === undefined} onClick={() => void confirm()}>
          Proceed
        </button>
      </DialogEnd>
    </Dialog>
  );
}

/** What a restart of the chosen kind would do, or why nobody knows. */
function usePreview(restart: RestartStore, mode: Signal<EndMode>) {
  const preview = useSignal<RestartPreview | undefined>(undefined);
  const fault = useSignal('');
  useEffect(() => {
    // What comes late is of the other choice, and would be confirmed in the place of this one.
    let isChosen = true;
    preview.value = undefined;
    fault.value = '';
    restart.preview(mode.value).then(
      (found) => {
        if (isChosen) preview.value = found;
      },
      (error: unknown) => {
        if (isChosen) fault.value = sentenceOf(error);
      },
    );
    return () => {
      isChosen = false;
    };
  }, [restart, mode.value, preview, fault]);
  return { preview, fault };
}

function Modes({ mode }: { readonly mode: Signal<EndMode> }) {
  const choices = [
    ['handover', 'Only the service: the sessions stay connected'],
    ['full', 'Everything: the sessions too'],
  ] as const;
  return (
    <fieldset>
      <legend>What is restarted</legend>
      {choices.map(([value, text]) => (
        <label key={value} class="choice">
          <input type="radio" name="mode" value={value} checked={mode.value === value} onChange={() => (mode.value = value)} />
          {text}
        </label>
      ))}
    </fieldset>
  );
}

function Consequences({ preview }: { readonly preview: RestartPreview }) {
  const { in_flight_sends: sends, undelivered_webhooks: webhooks } = preview;
  return (
    <>
      <p class="question">{preview.message}</p>
      <ul>
        <li>
          {sends === 0 ? 'No message is being sent at this moment.' : `${sends} message(s) are being sent; each is finished or refused.`}
        </li>
        <li>{webhooks === 0 ? 'No webhook is owed an event.' : `${webhooks} event(s) are still owed to webhooks; none is lost.`}</li>
      </ul>
    </>
  );
}
