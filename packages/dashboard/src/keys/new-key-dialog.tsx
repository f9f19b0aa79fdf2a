import { useSignal } from '@preact/signals';
import type { Scope } from '../access/rights.ts';
import type { Api } from '../api/api.ts';
import { sentenceOf } from '../api/problem.ts';
import { Dialog } from '../dialogs/dialog.tsx';
import { DialogEnd } from '../dialogs/dialog-end.tsx';
import { takeTexts } from '../dialogs/form-texts.ts';

interface NewKeyDialogProps {
  readonly api: Api;
  readonly onMade: () => void;
  readonly onClose: () => void;
}

/** Makes a key and shows it once; it is gone from the page with the dialog. */
export function NewKeyDialog({ api, onMade, onClose }: NewKeyDialogProps) {
  const made = useSignal<string | undefined>(undefined);
  return (
    <Dialog title="Make a key" onClose={onClose}>
      {made.value === undefined ? (
        <Form
          api={api}
          onMade={(key) => {
            made.value = key;
            onMade();
          }}
          onClose={onClose}
        />
      ) : (
        <Shown apiKey={made.value} onClose={onClose} />
      )}
    </Dialog>
  );
}

const scopeTexts: readonly (readonly [Scope, string])[] = [
  ['read', 'Look: sessions, messages, events, logs'],
  ['send', 'Send: messages, reactions, groups'],
  ['manage', 'Manage: link, start, stop and delete sessions; webhooks'],
  ['admin', 'Everything: keys, backups and the restart of the service too'],
];

interface FormProps extends Omit<NewKeyDialogProps, 'onMade'> {
  readonly onMade: (key: string) => void;
}

function Form({ api, onMade, onClose }: FormProps) {
  const fault = useSignal('');
  const isBusy = useSignal(false);
  const submit = async (event: SubmitEvent): Promise<void> => {
    const { name = '', session_prefix: prefix, expires_at: end = '' } = takeTexts(event);
    const data = new FormData(event.currentTarget as HTMLFormElement);
    // Of two keys only the second would be seen. The button stays as it is: disabled, it would lose the keyboard.
    if (isBusy.value) return;
    isBusy.value = true;
    const scopes = scopeTexts.map(([scope]) => scope).filter((scope) => data.has(scope));
    try {
      if (scopes.length === 0) throw new Error('Choose at least one thing that the key may do.');
      const expiresAt = end === '' ? null : new Date(end).toISOString();
      onMade((await api.createKey({ name, scopes, session_prefix: prefix || null, expires_at: expiresAt })).key);
    } catch (error) {
      fault.value = sentenceOf(error);
      isBusy.value = false;
    }
  };
  return (
    <form onSubmit={(event) => void submit(event)}>
      <label for="key-name">Name</label>
      <input id="key-name" name="name" required maxLength={100} placeholder="Django, production" />
      <Scopes />
      <label for="key-prefix">Only for sessions whose ids begin with (optional)</label>
      <input id="key-prefix" name="session_prefix" maxLength={64} pattern="[A-Za-z0-9_\-]+" placeholder="shop_7_" />
      <label for="key-end">Good until (optional)</label>
      <input id="key-end" name="expires_at" type="datetime-local" />
      <DialogEnd fault={fault.value} onClose={onClose}>
        <button type="submit">Make it</button>
      </DialogEnd>
    </form>
  );
}

function Scopes() {
  return (
    <fieldset>
      <legend>What it may do</legend>
      {scopeTexts.map(([scope, text]) => (
        <label key={scope} class="choice">
          <input type="checkbox" name={scope} />
          {text}
        </label>
      ))}
    </fieldset>
  );
}

function Shown({ apiKey, onClose }: { readonly apiKey: string; readonly onClose: () => void }) {
  const copied = useSignal('');
  const copy = async (): Promise<void> => {
    try {
      await navigator.clipboard.writeText(apiKey);
      copied.value = 'Copied.';
    } catch {
      copied.value = 'The browser did not let it be copied: mark it and copy it by hand.';
    }
  };
  return (
    <>
      <p>This is the key. Copy it now: it is not shown again, and nobody can look it up.</p>
      <p>
        <code class="secret">{apiKey}</code>
      </p>
      <p role="status">{copied.value}</p>
      <div class="buttons">
        <button type="button" class="quiet" onClick={() => void copy()}>
          Copy the key
        </button>
        <button type="button" onClick={onClose}>
          I have it
        </button>
      </div>
    </>
  );
}
