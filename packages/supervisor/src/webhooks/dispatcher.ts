import type { LoggedEvent } from '@whatsapp-service/shared/api/logged-event.ts';
import type { Logger } from 'pino';
import type { Clock } from '@whatsapp-service/shared/time/clock.ts';
import { attempt } from './attempt.ts';
import type { Poster } from './attempt.ts';
import type { DeadLetterStore } from './dead-letter-store.ts';
import type { DeliveryJournal } from './delivery-journal.ts';
import { Lane, laneKey, newLaneState } from './lane.ts';
import type { LaneHead } from './lane.ts';
import type { LaneStore } from './lane-store.ts';
import { Receiver } from './receiver.ts';
import type { Sign } from './receiver.ts';
import { giveUpReason, verdictOf } from './retry-policy.ts';
import { afterAttempt, afterBurial, burialOf, settlementOf } from './settle.ts';
import type { Attempted } from './settle.ts';
import { wants } from './webhook-record.ts';
import type { WebhookRecord } from './webhook-record.ts';
import type { WebhookRegistry } from './webhook-registry.ts';

export interface DispatcherOptions {
  readonly registry: WebhookRegistry;
  readonly lanes: LaneStore;
  readonly letters: DeadLetterStore;
  readonly journal: DeliveryJournal;
  readonly client: Poster;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly random: () => number;
  readonly userAgent: string;
  readonly timeoutMs: number;
  /** The receiver answered 410. */
  readonly onGone: (webhook: WebhookRecord) => void;
}

/** Brings each event of the log to the webhooks that want it: in order within a session, side by side across sessions. */
export class Dispatcher {
  readonly #options: DispatcherOptions;
  readonly #lanes = new Map<string, Lane>();
  readonly #receivers = new Map<string, Receiver>();
  readonly #counts = { delivered: 0, failed: 0, dead: 0 };
  #onQuiet: (() => void) | undefined;
  #isStopped = false;

  constructor(options: DispatcherOptions) {
    this.#options = options;
  }

  /** Since the start: attempts that delivered or failed, and events that were given up. */
  get counts(): { readonly delivered: number; readonly failed: number; readonly dead: number } {
    return { ...this.#counts };
  }

  /** Something was logged. Never throws: whoever logged it has nothing to do with its receivers. */
  announce(event: LoggedEvent): void {
    for (const webhook of this.#options.registry.all()) {
      if (!webhook.enabled || !wants(webhook, event)) continue;
      try {
        this.#wake('log', webhook, event.session_id);
      } catch (error) {
        this.#options.logger.error(
          { err: error, webhook_id: webhook.id },
          'An event waits for a webhook until the next one of its session',
        );
      }
    }
  }

  /** Takes up what waits for a webhook, from what is kept, at the start. */
  begin(webhook: WebhookRecord): void {
    if (!webhook.enabled) return;
    for (const { sessionId } of this.#options.lanes.backlog(webhook)) this.#wake('log', webhook, sessionId);
    this.redrive(webhook);
  }

  /** The webhook was made, changed or removed: what is under way to it is broken off, and what waits is tried at once. */
  changed(webhookId: string): void {
    if (this.#isStopped) return;
    this.#options.journal.flush();
    for (const lane of this.#lanes.values()) {
      if (lane.state.webhookId !== webhookId) continue;
      lane.drop();
      this.#lanes.delete(lane.key);
    }
    this.#receivers.get(webhookId)?.stop();
    this.#receivers.delete(webhookId);
    const webhook = this.#options.registry.find(webhookId);
    if (webhook === undefined) return;
    // Whoever mended the receiver does not wait for a pause that was meant for the broken one.
    this.#options.lanes.endPauses(webhookId);
    this.begin(webhook);
  }

  /** Takes up the dead letters that are to be tried anew. */
  redrive(webhook: WebhookRecord): void {
    if (!webhook.enabled) return;
    for (const { sessionId } of this.#options.letters.redriving(webhook.id)) this.#wake('redrive', webhook, sessionId);
  }

  /** Gives up what has been tried for long enough, where its turn comes only later. */
  buryExpired(): void {
    for (const lane of this.#lanes.values()) {
      if (lane.place !== 'waiting' && lane.place !== 'ready') continue;
      const webhook = this.#options.registry.find(lane.state.webhookId);
      if (webhook !== undefined) this.#headOf(lane, webhook);
    }
    for (const [id, receiver] of this.#receivers) if (receiver.isEmpty && !receiver.isOpen) this.#receivers.delete(id);
  }

  /** Delivers on for so long, then begins nothing more; waits a moment for what is under way, breaks it off, and commits what came of the rest. */
  async close(drainMs: number): Promise<void> {
    if (drainMs > 0) await this.#quiet(drainMs);
    this.#isStopped = true;
    for (const receiver of this.#receivers.values()) receiver.stop();
    await this.#quiet(settleMs);
    for (const lane of this.#lanes.values()) lane.drop();
    this.#options.journal.flush();
  }

  async #quiet(atMostMs: number): Promise<void> {
    if (this.#isQuiet()) return;
    await new Promise<void>((resolve) => {
      const cancel = this.#options.clock.after(atMostMs, resolve);
      this.#onQuiet = () => {
        cancel();
        resolve();
      };
    });
  }

  #wake(kind: Lane['kind'], webhook: WebhookRecord, sessionId: string | null): void {
    if (this.#isStopped) return;
    const key = laneKey(kind, webhook.id, sessionId);
    let lane = this.#lanes.get(key);
    if (lane === undefined) {
      const state = kind === 'log' ? this.#options.lanes.load(webhook, sessionId) : newLaneState(webhook.id, sessionId, 0);
      lane = new Lane(kind, state);
      this.#lanes.set(key, lane);
    }
    if (lane.place === 'idle') this.#place(lane, webhook);
  }

  /** Its turn comes now, or when its wait is over. */
  #place(lane: Lane, webhook: WebhookRecord): void {
    const receiver = this.#receiverOf(webhook);
    if (lane.state.nextAttemptMs > this.#options.clock.now()) receiver.wait(lane, lane.state.nextAttemptMs);
    else receiver.offer(lane);
  }

  /** The next event of a lane; what has been tried for long enough is given up on the way. */
  #headOf(lane: Lane, webhook: WebhookRecord): LaneHead | undefined {
    const { clock, letters, lanes, journal } = this.#options;
    for (;;) {
      const { state } = lane;
      // While the disk refuses, the dead letters that are done are still in their list.
      if (lane.kind === 'redrive' && journal.flush()) lane.doneLetters.clear();
      const head =
        lane.kind === 'log' ? lanes.next(webhook, state.sessionId, state.seq) : letters.next(webhook.id, state.sessionId, lane.doneLetters);
      if (head === undefined) return undefined;
      const reason = giveUpReason({ ...state, nowMs: clock.now(), loggedMs: head.loggedMs });
      if (reason === undefined) return head;
      this.#bury(lane, head, reason);
    }
  }

  #bury(lane: Lane, head: LaneHead, reason: string): void {
    const { journal, logger } = this.#options;
    const { attempts, webhookId, sessionId } = lane.state;
    const { lastStatusCode } = lane;
    lane.state = afterBurial(lane, head);
    if (head.deadLetterId !== undefined) lane.doneLetters.add(head.deadLetterId);
    journal.add(burialOf(lane, head, attempts, reason, lastStatusCode));
    this.#counts.dead += 1;
    logger.warn(
      { webhook_id: webhookId, session_id: sessionId, event_id: head.event.id, status_code: lastStatusCode },
      `An event is given up for a webhook and kept as a dead letter. ${reason}`,
    );
  }

  async #run(lane: Lane): Promise<Sign> {
    const { registry, client, clock, userAgent, timeoutMs } = this.#options;
    const webhook = registry.find(lane.state.webhookId);
    if (webhook?.enabled !== true) return undecided;
    try {
      const head = this.#headOf(lane, webhook);
      if (head === undefined) return undecided;
      const beganMs = clock.now();
      const secrets = registry.secretsOf(webhook);
      const { signal } = lane.abort;
      const result = await attempt(webhook, head.event, { client, userAgent, timeoutMs, signal, nowMs: beganMs, secrets });
      // Broken off: what it came to is not known, so it is sent again.
      if (lane.abort.signal.aborted) return undecided;
      const endedMs = clock.now();
      const attemptNumber = lane.state.attempts + 1;
      return this.#settle(webhook, { lane, head, attemptNumber, result, verdict: verdictOf(result, endedMs), beganMs, endedMs });
    } catch (error) {
      this.#failWithin(lane, error);
      return undecided;
    }
  }

  #settle(webhook: WebhookRecord, attempted: Attempted): Sign {
    const { lane, head, result, verdict } = attempted;
    const { journal, random, onGone } = this.#options;
    lane.state = afterAttempt(attempted, random);
    lane.lastStatusCode = result.kind === 'answered' ? result.statusCode : null;
    lane.isOutage = verdict.kind === 'failed' && verdict.isOutage;
    if (verdict.kind === 'delivered' && head.deadLetterId !== undefined) lane.doneLetters.add(head.deadLetterId);
    journal.add(settlementOf(attempted));
    this.#counts[verdict.kind === 'delivered' ? 'delivered' : 'failed'] += 1;
    if (verdict.kind === 'gone') onGone(webhook);
    if (verdict.kind !== 'failed') return { kind: 'worked' };
    if (!verdict.isOutage) return { kind: result.kind === 'answered' ? 'worked' : 'undecided' };
    return verdict.retryAfterMs === undefined ? { kind: 'outage' } : { kind: 'outage', pauseUntilMs: lane.state.nextAttemptMs };
  }

  /** After its turn: on with the next event, a wait, or a rest until something is logged. */
  #next(lane: Lane): void {
    if (lane.place !== 'dropped') {
      lane.place = 'idle';
      const webhook = this.#options.registry.find(lane.state.webhookId);
      if (webhook?.enabled === true && this.#hasNext(lane, webhook)) this.#place(lane, webhook);
    }
    if (this.#isQuiet()) this.#onQuiet?.();
  }

  /** Where the database cannot say, the lane waits and asks again. */
  #hasNext(lane: Lane, webhook: WebhookRecord): boolean {
    try {
      return !this.#isStopped && this.#headOf(lane, webhook) !== undefined;
    } catch (error) {
      this.#failWithin(lane, error);
      return true;
    }
  }

  #failWithin(lane: Lane, error: unknown): void {
    const { clock, logger } = this.#options;
    logger.error({ err: error, webhook_id: lane.state.webhookId }, 'A delivery failed within the service; it is tried again');
    lane.state = { ...lane.state, nextAttemptMs: clock.now() + pauseAfterOwnFaultMs };
  }

  #isQuiet(): boolean {
    return [...this.#receivers.values()].every((receiver) => receiver.isQuiet);
  }

  /** One for each webhook and not for each host: hosts that many customers' webhooks share are common, and one that fails is no fault of the others. */
  #receiverOf({ id, url }: WebhookRecord): Receiver {
    const { origin } = new URL(url);
    const known = this.#receivers.get(id);
    if (known !== undefined) return known;
    const { clock, random, logger } = this.#options;
    const receiver = new Receiver({
      clock,
      random,
      run: async (lane) => this.#run(lane),
      next: (lane) => {
        this.#next(lane);
      },
      onOpened: () => {
        logger.warn({ webhook_id: id, origin }, 'A receiver of webhooks cannot be had; its events wait, and it is tried at intervals');
      },
      onClosed: () => {
        logger.info({ webhook_id: id, origin }, 'A receiver of webhooks answers again; what waited for it is sent');
      },
    });
    this.#receivers.set(id, receiver);
    return receiver;
  }
}

/** What is under way at the end has so long to be answered; what is not is sent again after the start. */
const settleMs = 500;
const pauseAfterOwnFaultMs = 60_000;
const undecided: Sign = { kind: 'undecided' };
