import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { SessionView } from '@whatsapp-service/shared/api/session-view.ts';
import { Allowed } from '../access/allowed.tsx';
import type { Api } from '../api/api.ts';
import { sentenceOf } from '../api/problem.ts';

/** What the session's browser shows; it is fetched only when somebody asks, since it shows messages. */
export function Screenshot({ api, session }: { readonly api: Api; readonly session: SessionView }) {
  const picture = useSignal<string | undefined>(undefined);
  const fault = useSignal('');
  const { session_id: id } = session;
  const show = (url: string | undefined): void => {
    if (picture.value !== undefined) URL.revokeObjectURL(picture.value);
    picture.value = url;
  };
  useEffect(() => () => show(undefined), []);
  const take = async (): Promise<void> => {
    fault.value = '';
    try {
      show(await api.picture(id, 'screenshot', 'image/png'));
    } catch (error) {
      fault.value = sentenceOf(error);
    }
  };
  return (
    <section>
      <h2>Screenshot</h2>
      <Allowed api={api} need={{ scope: 'manage' }} without="It is not taken here">
        <p class="hint">It shows what a person would see in the browser, messages included.</p>
        <button type="button" class="quiet" onClick={() => void take()}>
          Take a screenshot
        </button>
      </Allowed>
      <p role="alert" class="fault">
        {fault.value}
      </p>
      {picture.value !== undefined && <img class="screenshot" src={picture.value} alt={`The browser of ${id}`} />}
    </section>
  );
}
