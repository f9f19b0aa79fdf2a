import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { Logger } from 'pino';
import type { Clock } from '@whatsapp-service/shared/time/clock.ts';
import type { Writes } from '../storage/writes.ts';
import { keptDeliveries } from './delivery-log.ts';
import type { DeliveryJournal } from './delivery-journal.ts';
import type { Dispatcher } from './dispatcher.ts';
import type { LaneStore } from './lane-store.ts';
import type { WebhookRegistry } from './webhook-registry.ts';

export interface UpkeepOptions {
  readonly database: DatabaseSync;
  readonly writes: Writes;
  readonly registry: WebhookRegistry;
  readonly lanes: LaneStore;
  readonly journal: DeliveryJournal;
  readonly dispatcher: Dispatcher;
  readonly clock: Clock;
  readonly logger: Logger;
}

const everyMs = 60_000;
/** So many are kept of each webhook: a receiver that never answers must not fill the disk. */
const keptDeadLetters = 10_000;

/** Each minute: gives up what is past its time, moves the cursors of webhooks that are owed nothing, and keeps the logs within their bounds. */
export class Upkeep {
  readonly #options: UpkeepOptions;
  readonly #trimDeliveries: StatementSync;
  readonly #trimLetters: StatementSync;
  #cancel: () => void = () => undefined;

  constructor(options: UpkeepOptions) {
    this.#options = options;
    this.#trimDeliveries = trimOf(options.database, 'webhook_deliveries');
    this.#trimLetters = trimOf(options.database, 'webhook_dead_letters');
    this.#runLater();
  }

  run(): void {
    const { registry, lanes, journal, dispatcher, writes } = this.#options;
    dispatcher.buryExpired();
    if (!journal.flush()) return;
    const lastSeq = lanes.lastSeq();
    for (const webhook of registry.all()) {
      const firsts = lanes.backlog(webhook).map(({ firstSeq }) => firstSeq);
      if (webhook.enabled) registry.rebase(webhook.id, Math.min(lastSeq, ...firsts.map((seq) => seq - 1)));
      writes.write(() => {
        this.#trim(webhook.id);
        return undefined;
      }, `webhook upkeep ${webhook.id}`);
    }
  }

  close(): void {
    this.#cancel();
  }

  #trim(webhookId: string): void {
    this.#trimDeliveries.run(webhookId, webhookId, keptDeliveries);
    const lost = Number(this.#trimLetters.run(webhookId, webhookId, keptDeadLetters).changes);
    if (lost === 0) return;
    const { logger } = this.#options;
    logger.error({ webhook_id: webhookId, lost }, `A webhook has more than ${keptDeadLetters} dead letters; the oldest are deleted`);
  }

  #runLater(): void {
    this.#cancel = this.#options.clock.after(everyMs, () => {
      this.#runLater();
      try {
        this.run();
      } catch (error) {
        this.#options.logger.error({ err: error }, 'The upkeep of the webhooks failed; it is tried again in a minute');
      }
    });
  }
}

function trimOf(database: DatabaseSync, table: 'webhook_deliveries' | 'webhook_dead_letters'): StatementSync {
  return database.prepare(
    `DELETE FROM ${table} WHERE webhook_id = ? AND id <= (SELECT id FROM ${table} WHERE webhook_id = ? ORDER BY id DESC LIMIT 1 OFFSET ?)`,
  );
}
