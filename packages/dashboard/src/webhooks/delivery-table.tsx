import type { DeliveryView, SessionDeliveryView } from '@whatsapp-service/shared/api/webhook-view.ts';
import { timeOf } from '../sessions/words.ts';
import { TableHead } from '../tables/table-head.tsx';

interface DeliveryTableProps {
  readonly deliveries: readonly (DeliveryView | SessionDeliveryView)[];
  /** What differs from row to row. */
  readonly whose: 'Session' | 'Webhook';
}

/** Attempts to deliver events, and what came of them. */
export function DeliveryTable({ deliveries, whose }: DeliveryTableProps) {
  if (deliveries.length === 0) return <p class="state">Nothing was sent yet.</p>;
  return (
    <div class="table" role="region" aria-label="Deliveries" tabIndex={0}>
      <table>
        <TableHead names={['Time', 'Event', whose, 'Attempt', 'Outcome']} />
        <tbody>
          {deliveries.map((delivery) => (
            <tr key={delivery.id}>
              <td>{timeOf(delivery.time)}</td>
              <td>{delivery.event_type}</td>
              <td>{'webhook_url' in delivery ? delivery.webhook_url : (delivery.session_id ?? '–')}</td>
              <td class="number">{delivery.attempt}</td>
              <td class={delivery.outcome === 'delivered' ? 'good' : 'bad'}>
                {delivery.outcome === 'delivered' ? '✓' : '✗'} {delivery.status_code} {delivery.error} ({delivery.duration_ms} ms)
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
