import { useSignal } from '@preact/signals';
import type { WebhookView } from '@whatsapp-service/shared/api/webhook-view.ts';
import type { Api } from '../api/api.ts';
import { agoOf } from '../sessions/words.ts';
import { useAsked } from '../session/use-asked.ts';
import { WebhookDetails } from './webhook-details.tsx';

/** Who is told what happens, and what was not delivered. */
export function WebhooksView({ api }: { readonly api: Api }) {
  const { answer, fault, again } = useAsked(async () => api.webhooks(), []);
  const opened = useSignal('');
  const webhooks = answer.value?.webhooks ?? [];
  return (
    <>
      <div class="title-row">
        <h1>Webhooks</h1>
        <button type="button" class="quiet" onClick={again}>
          Refresh
        </button>
      </div>
      {fault.value !== '' && (
        <p class="fault" role="alert">
          {fault.value}
        </p>
      )}
      {answer.value === undefined && fault.value === '' && <p class="state">Loading the webhooks …</p>}
      {answer.value !== undefined && webhooks.length === 0 && (
        <p class="state">There is none. WEBHOOK_URL, a session’s webhook_url or POST /api/v1/webhooks makes one.</p>
      )}
      {webhooks.map((webhook) => (
        <section key={webhook.id} aria-label={webhook.url}>
          <Head webhook={webhook} />
          <button
            type="button"
            class="quiet small"
            aria-expanded={opened.value === webhook.id}
            onClick={() => {
              opened.value = opened.value === webhook.id ? '' : webhook.id;
            }}
          >
            Deliveries and dead letters
          </button>
          {opened.value === webhook.id && <WebhookDetails api={api} webhookId={webhook.id} onChange={again} />}
        </section>
      ))}
    </>
  );
}

function Head({ webhook }: { readonly webhook: WebhookView }) {
  const { url, enabled, disabled_reason: reason, session_id: sessionId, types, pending, oldest_pending_at: oldest } = webhook;
  return (
    <>
      <h2>{url}</h2>
      <p>
        <span class={`badge ${enabled ? 'connected' : 'disconnected'}`}>{enabled ? 'On' : 'Off'}</span> {reason}
      </p>
      <p>
        {sessionId === null ? 'All sessions and the service' : `Session ${sessionId}`};{' '}
        {types.length === 0 ? 'all events' : types.join(', ')};{' '}
        {pending === 0 ? 'nothing is waiting.' : `${pending} event(s) wait, the oldest since ${agoOf(oldest)}.`}
      </p>
    </>
  );
}
