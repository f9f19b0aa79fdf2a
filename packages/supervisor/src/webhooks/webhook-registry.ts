import type { Clock } from '@whatsapp-service/shared/time/clock.ts';
import type { WebhookRecord } from './webhook-record.ts';
import type { WebhookStore } from './webhook-store.ts';

/** All webhooks, in memory and in the database; the only writer of them. */
export class WebhookRegistry {
  readonly #store: WebhookStore;
  readonly #clock: Clock;
  readonly #settingsSecrets: readonly string[];
  readonly #webhooks = new Map<string, WebhookRecord>();
  readonly #watchers = new Set<(id: string) => void>();

  constructor(store: WebhookStore, clock: Clock, settingsSecrets: readonly string[]) {
    this.#store = store;
    this.#clock = clock;
    this.#settingsSecrets = settingsSecrets;
    for (const webhook of store.loadAll()) this.#webhooks.set(webhook.id, webhook);
  }

  /** In the order of their ids. */
  all(): WebhookRecord[] {
    return [...this.#webhooks.values()].toSorted((a, b) => (a.id < b.id ? -1 : 1));
  }

  find(id: string): WebhookRecord | undefined {
    return this.#webhooks.get(id);
  }

  /** What its events are signed with now: its secret, and the one before while that is still valid. */
  secretsOf({ secret, previousSecret }: WebhookRecord): string[] {
    if (secret === null) return [...this.#settingsSecrets];
    const isRotating = previousSecret !== null && previousSecret.untilMs > this.#clock.now();
    return isRotating ? [secret, previousSecret.secret] : [secret];
  }

  put(webhook: WebhookRecord): void {
    this.#webhooks.set(webhook.id, webhook);
    this.#store.save(webhook);
    for (const watcher of this.#watchers) watcher(webhook.id);
  }

  /** Everything up to an event is settled; no news to anybody. */
  rebase(id: string, baseSeq: number): void {
    const webhook = this.#webhooks.get(id);
    if (webhook === undefined || webhook.baseSeq >= baseSeq) return;
    const moved = { ...webhook, baseSeq };
    this.#webhooks.set(id, moved);
    this.#store.save(moved);
  }

  remove(id: string): void {
    this.#webhooks.delete(id);
    this.#store.remove(id);
    for (const watcher of this.#watchers) watcher(id);
  }

  /** Calls back when a webhook was made, changed or removed. */
  watch(watcher: (id: string) => void): void {
    this.#watchers.add(watcher);
  }
}
