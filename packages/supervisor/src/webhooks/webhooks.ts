import { randomBytes } from 'node:crypto';
import type { Logger } from 'pino';
import { isWithinPrefix } from '@whatsapp-service/shared/session/session-id.ts';
import { isoTime } from '@whatsapp-service/shared/time/clock.ts';
import type { Clock } from '@whatsapp-service/shared/time/clock.ts';
import type { AddressGuard } from '../outbound/address-guard.ts';
import { SessionNotFound, StorageUnavailable, WebhookFixed, WebhookInvalid, WebhookNotFound } from '../supervisor-errors.ts';
import { attempt } from './attempt.ts';
import type { Poster } from './attempt.ts';
import { headersFault } from './custom-headers.ts';
import type { DeadLetterStore } from './dead-letter-store.ts';
import type { DeliveryLog } from './delivery-log.ts';
import type { Dispatcher } from './dispatcher.ts';
import type { LaneStore } from './lane-store.ts';
import { pendingOf } from './pending.ts';
import { verdictOf } from './retry-policy.ts';
import type { WebhookRecord } from './webhook-record.ts';
import type { WebhookRegistry } from './webhook-registry.ts';
import { isSecret, newSecret } from './webhook-secret.ts';
import { deadLetterViewOf, deliveryViewOf, webhookViewOf } from './webhook-view.ts';
import type {
  DeadLetterView,
  DeliveryView,
  SessionDeliveryView,
  TestDelivery,
  WebhookView,
  WebhookWithSecret,
} from '@whatsapp-service/shared/api/webhook-view.ts';
import type { NewWebhook, WebhookChanges } from './webhook-view.ts';

export interface WebhooksOptions {
  readonly registry: WebhookRegistry;
  readonly lanes: LaneStore;
  readonly letters: DeadLetterStore;
  readonly deliveries: DeliveryLog;
  readonly dispatcher: Dispatcher;
  readonly guard: AddressGuard;
  readonly client: Poster;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly userAgent: string;
  readonly timeoutMs: number;
  readonly hasSession: (sessionId: string) => boolean;
  /** What the disk says while it refuses. */
  readonly storageFault: () => string | undefined;
}

const longestTestMs = 15_000;

/** What people and programs can ask of the webhooks. */
export class Webhooks {
  readonly #options: WebhooksOptions;

  constructor(options: WebhooksOptions) {
    this.#options = options;
  }

  /** Throws WebhookInvalid, SessionNotFound or StorageUnavailable. */
  async create(input: NewWebhook): Promise<WebhookWithSecret> {
    await this.#assertValid(input);
    const sessionId = input.session_id ?? null;
    if (sessionId !== null && !this.#options.hasSession(sessionId)) throw new SessionNotFound(sessionId);
    if (input.secret !== undefined && !isSecret(input.secret)) throw new WebhookInvalid(secretFault);
    this.#assertStorage();
    const { registry, clock, lanes } = this.#options;
    const secret = input.secret ?? newSecret();
    const webhook: WebhookRecord = {
      id: `wh_${randomBytes(12).toString('base64url')}`,
      url: input.url,
      sessionId,
      types: [...new Set(input.types ?? [])],
      headers: { ...input.headers },
      enabled: input.enabled ?? true,
      disabledReason: null,
      secret,
      previousSecret: null,
      source: 'api',
      createdMs: clock.now(),
      baseSeq: lanes.lastSeq(),
    };
    registry.put(webhook);
    return { ...this.#view(webhook), secret: input.secret === undefined ? secret : null };
  }

  list(query: { sessionId?: string; sessionPrefix?: string; limit: number; cursor?: string }): {
    webhooks: WebhookView[];
    next_cursor: string | null;
  } {
    const { sessionId, sessionPrefix, limit, cursor } = query;
    const found = this.#options.registry
      .all()
      .filter((webhook) => sessionId === undefined || webhook.sessionId === sessionId)
      .filter((webhook) => isWithinPrefix(webhook.sessionId, sessionPrefix))
      .filter((webhook) => cursor === undefined || webhook.id > cursor);
    const page = found.slice(0, limit);
    const webhooks = page.map((webhook) => this.#view(webhook));
    return { webhooks, next_cursor: found.length > limit ? (page.at(-1)?.id ?? null) : null };
  }

  get(id: string): WebhookView {
    return this.#view(this.#find(id));
  }

  /** Throws WebhookNotFound, WebhookInvalid, WebhookFixed or StorageUnavailable. */
  async change(id: string, changes: WebhookChanges): Promise<WebhookView> {
    const before = this.#find(id);
    if (changes.url !== undefined && before.source === 'settings') throw new WebhookFixed(id, 'WEBHOOK_URL');
    await this.#assertValid(changes);
    this.#assertStorage();
    // Looked up again: it may be another since the address was asked for.
    const webhook = this.#find(id);
    const { url = webhook.url, types = webhook.types, headers = webhook.headers, enabled = webhook.enabled } = changes;
    const disabledReason = enabled ? null : webhook.disabledReason;
    const changed = { ...webhook, url, types: [...new Set(types)], headers: { ...headers }, enabled, disabledReason };
    this.#options.registry.put(changed);
    return this.#view(changed);
  }

  /** Throws WebhookNotFound, WebhookFixed or StorageUnavailable. */
  remove(id: string): void {
    const webhook = this.#find(id);
    if (webhook.source === 'settings') throw new WebhookFixed(id, 'WEBHOOK_URL');
    this.#assertStorage();
    this.#options.registry.remove(id);
  }

  /** Signs with a new secret from now on, and for a time with the present one as well. */
  rotateSecret(id: string, given: string | undefined, keepPreviousMs: number): WebhookWithSecret {
    const webhook = this.#find(id);
    if (webhook.source === 'settings') throw new WebhookFixed(id, 'WEBHOOK_SECRET');
    if (given !== undefined && !isSecret(given)) throw new WebhookInvalid(secretFault);
    this.#assertStorage();
    const { registry, clock } = this.#options;
    const secret = given ?? newSecret();
    const [present] = registry.secretsOf(webhook);
    const isKept = present !== undefined && keepPreviousMs > 0;
    const previousSecret = isKept ? { secret: present, untilMs: clock.now() + keepPreviousMs } : null;
    const rotated = { ...webhook, secret, previousSecret };
    registry.put(rotated);
    return { ...this.#view(rotated), secret: given === undefined ? secret : null };
  }

  /** Sends an event of the type webhook.test, once; it is in no log. */
  async test(id: string): Promise<TestDelivery> {
    const { registry, clock, client, userAgent, timeoutMs } = this.#options;
    const webhook = this.#find(id);
    const nowMs = clock.now();
    const event = {
      seq: 0,
      id: `evt_test_${randomBytes(9).toString('base64url')}`,
      type: 'webhook.test',
      session_id: webhook.sessionId,
      time: isoTime(nowMs),
      data: { version: 1, webhook_id: id },
    };
    const wait = Math.min(timeoutMs, longestTestMs);
    const { signal } = new AbortController();
    const result = await attempt(webhook, event, {
      client,
      userAgent,
      timeoutMs: wait,
      signal,
      nowMs,
      secrets: registry.secretsOf(webhook),
    });
    const isDelivered = verdictOf(result, nowMs).kind === 'delivered';
    return {
      delivered: isDelivered,
      status_code: result.kind === 'answered' ? result.statusCode : null,
      error: result.kind === 'failed' ? result.error : null,
      duration_ms: clock.now() - nowMs,
    };
  }

  deliveries(id: string, before: number, limit: number): { deliveries: DeliveryView[] } {
    const { deliveries } = this.#options;
    return { deliveries: deliveries.list(this.#find(id).id, before, limit).map(deliveryViewOf) };
  }

  /** The last attempts to deliver a session's events, of all webhooks that are told of it; with a prefix, of those that are within it. */
  deliveriesOf(sessionId: string, query: { sessionPrefix?: string; limit: number }): { deliveries: SessionDeliveryView[] } {
    const { deliveries, registry } = this.#options;
    const { sessionPrefix, limit } = query;
    const told = registry
      .all()
      .filter((webhook) => webhook.sessionId === null || webhook.sessionId === sessionId)
      .filter((webhook) => isWithinPrefix(webhook.sessionId, sessionPrefix));
    const found = told.flatMap((webhook) =>
      deliveries
        .listOf(webhook.id, sessionId, limit)
        .map((delivery) => ({ ...deliveryViewOf(delivery), webhook_id: webhook.id, webhook_url: webhook.url })),
    );
    return { deliveries: found.toSorted((one, other) => other.id - one.id).slice(0, limit) };
  }

  deadLetters(id: string, after: number, limit: number): { dead_letters: DeadLetterView[] } {
    const { letters } = this.#options;
    return { dead_letters: letters.list(this.#find(id).id, after, limit).map(deadLetterViewOf) };
  }

  redrive(id: string, ids: readonly number[] | undefined): { redriven: number } {
    const webhook = this.#find(id);
    this.#assertStorage();
    const { letters, clock, dispatcher } = this.#options;
    const redriven = letters.redrive({ webhookId: id, ids, nowMs: clock.now() }, () => {
      dispatcher.redrive(webhook);
    });
    return { redriven };
  }

  purge(id: string, ids: readonly number[] | undefined): { purged: number } {
    this.#find(id);
    this.#assertStorage();
    return { purged: this.#options.letters.purge({ webhookId: id, ids }) };
  }

  /** How many deliveries wait, over all webhooks that are enabled. */
  undeliveredCount(): number {
    return this.#options.registry.all().reduce((sum, webhook) => sum + (webhook.enabled ? this.#pending(webhook).count : 0), 0);
  }

  #view(webhook: WebhookRecord): WebhookView {
    return webhookViewOf(webhook, this.#pending(webhook), this.#options.clock.now());
  }

  #pending(webhook: WebhookRecord) {
    return pendingOf(webhook, this.#options.lanes, this.#options.letters);
  }

  #find(id: string): WebhookRecord {
    const webhook = this.#options.registry.find(id);
    if (webhook === undefined) throw new WebhookNotFound(id);
    return webhook;
  }

  async #assertValid({ url, headers }: WebhookChanges): Promise<void> {
    const badHeader = headersFault(headers ?? {});
    if (badHeader !== undefined) {
      throw new WebhookInvalid(`"headers${badHeader.name === '' ? '' : `.${badHeader.name}`}" ${badHeader.message}.`);
    }
    const fault = url === undefined ? undefined : await this.#options.guard.faultOfResolved(url);
    if (fault !== undefined) throw new WebhookInvalid(`"url" cannot be used: ${fault}.`);
  }

  #assertStorage(): void {
    const fault = this.#options.storageFault();
    if (fault !== undefined) throw new StorageUnavailable(fault);
  }
}

const secretFault = '"secret" must be "whsec_" and 24 to 64 bytes in base64.';
