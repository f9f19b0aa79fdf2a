import { useSignal } from '@preact/signals';
import { Allowed } from '../access/allowed.tsx';
import type { Api } from '../api/api.ts';
import { sentenceOf } from '../api/problem.ts';
import { phoneNumberOf, takeTexts } from '../dialogs/form-texts.ts';

/** Sends a text, to see that the session works. */
export function TestMessage({ api, sessionId }: { readonly api: Api; readonly sessionId: string }) {
  const outcome = useSignal('');
  const submit = async (event: SubmitEvent): Promise<void> => {
    const { to, text = '' } = takeTexts(event);
    outcome.value = 'Sending …';
    try {
      const { status } = await api.send(sessionId, phoneNumberOf(to), text);
      outcome.value = status === 'sent' ? '✓ Sent.' : `✓ Taken: ${status}.`;
    } catch (error) {
      outcome.value = `✗ ${sentenceOf(error)}`;
    }
  };
  return (
    <section>
      <h2>Test message</h2>
      <Allowed api={api} need={{ scope: 'send' }} without="Nothing is sent here">
        <form class="inline" onSubmit={(event) => void submit(event)}>
          <label>
            To
            <input name="to" type="tel" required placeholder="+15550000002" />
          </label>
          <label>
            Text
            <input name="text" required maxLength={1_000} value="This is a test." />
          </label>
          <button type="submit">Send</button>
        </form>
      </Allowed>
      <p role="status">{outcome.value}</p>
    </section>
  );
}
