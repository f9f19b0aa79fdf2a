import { useSignal } from '@preact/signals';
import type { DeadLetterView, TestDelivery } from '@whatsapp-service/shared/api/webhook-view.ts';
import { Allowed } from '../access/allowed.tsx';
import type { Api } from '../api/api.ts';
import { sentenceOf } from '../api/problem.ts';
import { ConfirmDialog } from '../dialogs/confirm-dialog.tsx';
import { useAsked } from '../session/use-asked.ts';
import type { Asked } from '../session/use-asked.ts';
import { timeOf } from '../sessions/words.ts';
import { DeliveryTable } from './delivery-table.tsx';

interface WebhookDetailsProps {
  readonly api: Api;
  readonly webhookId: string;
  readonly onChange: () => void;
}

/** One webhook's last attempts, what it never got, and what can be done about it. */
export function WebhookDetails({ api, webhookId, onChange }: WebhookDetailsProps) {
  const deliveries = useAsked(async () => api.deliveries(webhookId), [webhookId]);
  const letters = useAsked(async () => api.deadLetters(webhookId), [webhookId]);
  const outcome = useSignal('');
  const act = async (what: () => Promise<string>): Promise<void> => {
    outcome.value = await what().catch(sentenceOf);
    deliveries.again();
    letters.again();
    onChange();
  };
  const redrive = async (): Promise<string> => `${(await api.redrive(webhookId)).redriven} event(s) are sent again.`;
  return (
    <>
      <Allowed api={api} need={{ scope: 'manage' }} without="Nothing is tried or sent again here">
        <p>
          <button type="button" class="quiet small" onClick={() => void act(async () => outcomeOf(await api.testWebhook(webhookId)))}>
            Send a test event
          </button>{' '}
          <span role="status">{outcome.value}</span>
        </p>
      </Allowed>
      <Missing asked={deliveries} what="The deliveries" />
      {deliveries.answer.value !== undefined && <DeliveryTable deliveries={deliveries.answer.value.deliveries} whose="Session" />}
      <Missing asked={letters} what="The dead letters" />
      {letters.answer.value !== undefined && (
        <DeadLetters
          isManaging={api.may({ scope: 'manage' })}
          letters={letters.answer.value.dead_letters}
          onRedrive={() => void act(redrive)}
          purge={async () => act(async () => `${(await api.purge(webhookId)).purged} dead letter(s) are gone.`)}
        />
      )}
    </>
  );
}

function outcomeOf({ delivered, status_code: status, error, duration_ms: tookMs }: TestDelivery): string {
  if (delivered) return `✓ It answered with ${status ?? ''} after ${tookMs} ms.`;
  return `✗ ${error ?? `It answered with ${status ?? 'nothing'}.`}`;
}

/** Why something is not shown: an answer that did not come is no empty one. */
function Missing({ asked, what }: { readonly asked: Asked<unknown>; readonly what: string }) {
  if (asked.fault.value !== '') {
    return (
      <p class="fault" role="alert">
        {what} could not be loaded: {asked.fault.value}
      </p>
    );
  }
  return asked.answer.value === undefined ? <p class="state">{what} are being loaded …</p> : null;
}

interface DeadLettersProps {
  readonly isManaging: boolean;
  readonly letters: readonly DeadLetterView[];
  readonly onRedrive: () => void;
  readonly purge: () => Promise<void>;
}

function DeadLetters({ isManaging, letters, onRedrive, purge }: DeadLettersProps) {
  const isAsking = useSignal(false);
  if (letters.length === 0) return <p class="state">There is no dead letter.</p>;
  return (
    <>
      <h3>Dead letters</h3>
      <ul>
        {letters.map(({ id, event, reason, attempts, redriven_at: redriven }) => (
          <li key={id}>
            {event.type} of {timeOf(event.time)}: {reason} after {attempts} attempt(s){redriven === null ? '' : ', sent again'}
          </li>
        ))}
      </ul>
      {isManaging && (
        <div class="buttons wrap">
          <button type="button" class="quiet small" onClick={onRedrive}>
            Send them again
          </button>
          <button type="button" class="quiet small" onClick={() => (isAsking.value = true)}>
            Throw them away
          </button>
        </div>
      )}
      {isAsking.value && (
        <ConfirmDialog
          title="Throw the dead letters away?"
          text="The receiver never gets these events. They stay in the event log for as long as that keeps them."
          verb="Throw away"
          isGrave
          act={purge}
          onClose={() => (isAsking.value = false)}
        />
      )}
    </>
  );
}
