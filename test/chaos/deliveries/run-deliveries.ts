import { storedMessages, storedStatuses } from '../../support/django-messages.ts';
import { until } from '../../support/service-process.ts';
import { deliveryFaults } from './delivery-faults.ts';
import { DeliveryStage } from './delivery-stage.ts';
import { verdictOf } from './verdict.ts';
import type { HadMessage } from './verdict.ts';

export interface DeliveriesOptions {
  /** How many messages people write. */
  readonly messages: number;
  readonly say: (text: string) => void;
  readonly signal?: AbortSignal;
  /** Ends the pauses of the deliveries once all faults are over, as somebody does who has mended a receiver. */
  readonly endsPauses: boolean;
}

/** What came of the messages. */
export interface DeliveriesResult {
  readonly written: number;
  readonly faults: number;
  /** Requests that Django answered well, and those that failed on the way or there. */
  readonly passed: number;
  readonly failed: number;
  readonly backfilled: number;
  /** From the last message until Django has everything. */
  readonly settleMs: number;
  /** What was promised and not kept, as sentences. */
  readonly broken: readonly string[];
}

const settleTimeoutMs = 180_000;

/** People write to two accounts while workers, browsers, the supervisor and Django come and go: Django has each message once, in its order. */
export async function runDeliveries(options: DeliveriesOptions): Promise<DeliveriesResult> {
  const { messages, say, signal } = options;
  const stage = await DeliveryStage.open();
  signal?.addEventListener('abort', () => void stage.close());
  try {
    let faults = 0;
    // Each once at least; then again and again until all is written.
    while (faults < deliveryFaults.length || stage.writers.count < messages) {
      signal?.throwIfAborted();
      const fault = deliveryFaults[faults % deliveryFaults.length];
      await fault?.happens(stage);
      faults += 1;
      say(`${stage.writers.count} are written, Django has ${incoming(stage).length}: ${fault?.name}`);
    }
    await stage.writers.finish(messages);
    if (options.endsPauses) await stage.service.api('PATCH', `/api/v1/webhooks/${stage.webhookId}`, { enabled: true });
    const beganMs = performance.now();
    const broken = await settled(stage);
    const { passed, failed } = stage.road.counts;
    const backfilled = storedMessages(stage.django.databasePath).filter((each) => each.backfilled).length;
    return { written: stage.writers.count, faults, passed, failed, backfilled, settleMs: performance.now() - beganMs, broken };
  } finally {
    await stage.close();
  }
}

/** Waits until Django has all, and says what is wrong with it. */
async function settled(stage: DeliveryStage): Promise<string[]> {
  const all = stage.writers.count;
  await until(async () => (incoming(stage).length >= all ? true : undefined), settleTimeoutMs);
  const { service, webhookId } = stage;
  const path = `/api/v1/webhooks/${webhookId}`;
  await until(async () => ((await service.api<{ pending: number }>('GET', path)).body.pending === 0 ? true : undefined), settleTimeoutMs);
  const log = (await Promise.all(stage.sessionIds.map(async (id) => service.events(id)))).flat();
  const logged = log.filter(({ type }) => type === 'message.received').map(({ session_id: id, data }) => hadOf(String(id), data));
  const { body } = await service.api<{ dead_letters: unknown[] }>('GET', `${path}/dead-letters`);
  const statuses = storedStatuses(stage.django.databasePath);
  return [
    ...verdictOf('the log', stage.writers.written, logged),
    ...verdictOf('Django', stage.writers.written, incoming(stage)),
    ...(body.dead_letters.length === 0 ? [] : [`${body.dead_letters.length} events are dead letters`]),
    ...log.filter(({ type }) => type === 'messages.gap').map(() => 'a gap was told'),
    ...stage.sessionIds.filter((id) => statuses[id] !== 'connected').map((id) => `Django shows ${id} as ${statuses[id]}`),
  ];
}

function incoming(stage: DeliveryStage): HadMessage[] {
  return storedMessages(stage.django.databasePath).filter(({ direction }) => direction === 'in');
}

function hadOf(sessionId: string, data: Record<string, unknown>): HadMessage {
  return { session_id: sessionId, chat_id: String(data['chat_id']), text: String(data['text']) };
}
