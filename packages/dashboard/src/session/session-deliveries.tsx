import type { SessionView } from '@whatsapp-service/shared/api/session-view.ts';
import type { Api } from '../api/api.ts';
import { DeliveryTable } from '../webhooks/delivery-table.tsx';
import { useAsked } from './use-asked.ts';

/** Whether the application was told what happened to the session. */
export function SessionDeliveries({ api, session }: { readonly api: Api; readonly session: SessionView }) {
  const { answer, fault, again } = useAsked(async () => api.deliveriesOf(session.session_id), [session.session_id, session.state]);
  return (
    <section>
      <div class="title-row">
        <h2>Webhook deliveries</h2>
        <button type="button" class="quiet small" onClick={again}>
          Refresh the deliveries
        </button>
      </div>
      {fault.value !== '' && <p class="fault">{fault.value}</p>}
      {answer.value !== undefined && <DeliveryTable deliveries={answer.value.deliveries} whose="Webhook" />}
    </section>
  );
}
