import type { NewSession, SessionView } from '@whatsapp-service/shared/api/session-view.ts';
import type { TimelineView } from '@whatsapp-service/shared/api/timeline-view.ts';
import { randomUUID } from 'node:crypto';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Logger } from 'pino';
import type { WorkerSide } from '@whatsapp-service/shared/ipc/contract.ts';
import type { MethodName, Params, Result } from '@whatsapp-service/shared/ipc/side.ts';
import { hasProcess } from '@whatsapp-service/shared/session/session-state.ts';
import { statusOf } from '@whatsapp-service/shared/session/session-status.ts';
import { isoTime } from '@whatsapp-service/shared/time/clock.ts';
import { Turnstile } from '@whatsapp-service/shared/time/turnstile.ts';
import {
  SessionBusy,
  SessionExists,
  SessionNotConnected,
  SessionNotPairing,
  SessionUnresponsive,
  StorageUnavailable,
  TooManySessions,
  WebhookInvalid,
  WorkerUnavailable,
} from '../supervisor-errors.ts';
import { isBeingTakenOver } from './adoption.ts';
import type { AuthStore } from './auth-store.ts';
import { askWorker, sendTo } from './ask-worker.ts';
import type { BundleStore } from './bundle-store.ts';
import { forgetSession } from './forget-session.ts';
import type { SessionActor } from './session-actor.ts';
import { pageOf } from './session-page.ts';
import { reasons } from './session-reasons.ts';
import type { SessionRegistry } from './session-registry.ts';
import type { OutgoingMessage, SessionQuery } from './session-requests.ts';
import { sessionViewOf } from './session-view-of.ts';

export interface SessionManagerOptions {
  readonly registry: SessionRegistry;
  readonly auth: AuthStore;
  readonly maxSessions: number;
  /** What the disk says while it refuses. */
  readonly storageFault: () => string | undefined;
  readonly screenshotDir: string;
  readonly bundles: BundleStore;
  /** The webhooks that come and go with a session. */
  readonly webhooks: {
    readonly faultOf: (url: string) => string | undefined;
    readonly added: (sessionId: string, url: string) => void;
    readonly removed: (sessionId: string) => void;
  };
  /** Told once a session is deleted. */
  readonly onRemoved: (sessionId: string) => void;
  readonly resourcesOf: (sessionId: string) => SessionView['resources'];
  readonly logger: Logger;
}

/** What people and programs can ask of the sessions. */
export class SessionManager {
  readonly #options: SessionManagerOptions;
  readonly #registry: SessionRegistry;
  readonly #removals = new Turnstile(1);
  readonly #busy = new Map<string, string>();
  /** What commands have begun and not finished: sends, and what goes on in the background. */
  readonly #underWay = new Set<Promise<unknown>>();
  #sends = 0;

  constructor(options: SessionManagerOptions) {
    this.#options = options;
    this.#registry = options.registry;
  }

  /** Creates a session and starts it; throws SessionExists, TooManySessions, WebhookInvalid or StorageUnavailable. */
  create(input: NewSession): SessionView {
    if (this.#registry.find(input.session_id) !== undefined) throw new SessionExists(input.session_id);
    const { maxSessions } = this.#options;
    if (this.#registry.size >= maxSessions) throw new TooManySessions(maxSessions);
    const { webhook_url: webhookUrl = null } = input;
    const webhookFault = webhookUrl === null ? undefined : this.#options.webhooks.faultOf(webhookUrl);
    if (webhookFault !== undefined) throw new WebhookInvalid(`"webhook_url" cannot be used: ${webhookFault}.`);
    this.#assertStorage();
    if (webhookUrl !== null) this.#options.webhooks.added(input.session_id, webhookUrl);
    const actor = this.#registry.add(input.session_id, {
      userId: input.user_id ?? null,
      instanceName: input.instance_name ?? null,
      webhookUrl,
      proxy: input.proxy ?? null,
    });
    actor.start('person');
    return this.#view(actor);
  }

  list(query: SessionQuery): { sessions: SessionView[]; next_cursor: string | null } {
    const { rows, nextCursor } = pageOf(
      this.#registry.all().map((actor) => actor.record),
      query,
    );
    const sessions = rows.map((record) => this.#viewOf(record));
    return { sessions, next_cursor: nextCursor };
  }

  get(sessionId: string): SessionView {
    return this.#view(this.#registry.get(sessionId));
  }

  start(sessionId: string): SessionView {
    const actor = this.#idle(sessionId);
    actor.start('person');
    return this.#view(actor);
  }

  stop(sessionId: string): SessionView {
    const actor = this.#idle(sessionId);
    actor.stop(reasons.stoppedByRequest, { keepDesired: false });
    return this.#view(actor);
  }

  restart(sessionId: string): SessionView {
    const actor = this.#idle(sessionId);
    actor.restart();
    return this.#view(actor);
  }

  /** Unlinks the device at WhatsApp, in the background; a session that is unlinked already stays as it is. */
  logout(sessionId: string): SessionView {
    const actor = this.#idle(sessionId);
    if (actor.state === 'unlinked' || actor.state === 'logging_out') return this.#view(actor);
    if (actor.state !== 'connected') throw new SessionNotConnected(sessionId, actor.state);
    this.#whileBusy(sessionId, 'its logout', this.#logOut(actor));
    return this.#view(actor);
  }

  /** Logs out where it can, stops, quarantines the profile and forgets the session, in the background. */
  remove(sessionId: string): SessionView {
    const actor = this.#idle(sessionId);
    this.#assertStorage();
    const loggedOut = actor.state === 'connected' ? this.#logOut(actor) : Promise.resolve();
    this.#whileBusy(
      sessionId,
      'its deletion',
      loggedOut.then(async () => {
        await forgetSession(actor, this.#options.auth, this.#removals);
        this.#options.bundles.remove(sessionId);
        this.#registry.remove(sessionId);
        this.#options.webhooks.removed(sessionId);
        this.#options.onRemoved(sessionId);
        this.#options.logger.info({ session_id: sessionId }, 'The session was deleted');
      }),
    );
    return this.#view(actor);
  }

  qr(sessionId: string): { qr: string; expires_at: string } {
    const actor = this.#registry.get(sessionId);
    const { qr } = actor;
    if (qr === undefined) throw new SessionNotPairing(sessionId, actor.state);
    return { qr: qr.qr, expires_at: isoTime(qr.expiresAtMs) };
  }

  async requestPairingCode(sessionId: string, phoneNumber: string, signal: AbortSignal): Promise<{ code: string }> {
    const actor = this.#registry.get(sessionId);
    if (actor.state !== 'pairing') throw new SessionNotPairing(sessionId, actor.state);
    return askWorker(sessionId, actor.request('pairing.request_code', { phoneNumber }, { signal }));
  }

  /** Throws why nothing can be sent now. */
  assertSendable(sessionId: string): void {
    if (this.#connected(sessionId).state === 'unresponsive') throw new SessionUnresponsive(sessionId);
  }

  isConnected(sessionId: string): boolean {
    return this.#registry.find(sessionId)?.state === 'connected';
  }

  /** Hands a message to the session's worker; rejects with the worker's own error, or with that of the way to it. */
  async deliver(sessionId: string, message: OutgoingMessage, signal: AbortSignal): Promise<Result<WorkerSide, 'message.send'>> {
    const answer = sendTo(this.#connected(sessionId), message, signal);
    this.#sends += 1;
    this.#underWay.add(answer);
    try {
      return await answer;
    } finally {
      this.#sends -= 1;
      this.#underWay.delete(answer);
    }
  }

  /** Asks a connected session's worker; throws its refusals, and SessionNotConnected or WorkerUnavailable where nobody was asked. */
  async ask<M extends MethodName<WorkerSide>>(
    sessionId: string,
    method: M,
    params: Params<WorkerSide, M>,
    signal: AbortSignal,
  ): Promise<Result<WorkerSide, M>> {
    return askWorker(sessionId, this.#connected(sessionId).request(method, params, { signal }));
  }

  /** A PNG of the session's page; it shows messages, so the file is removed once it is read. */
  async screenshot(sessionId: string, signal: AbortSignal): Promise<Buffer> {
    const actor = this.#registry.get(sessionId);
    const fileName = `${randomUUID()}.png`;
    const path = join(this.#options.screenshotDir, fileName);
    try {
      await askWorker(sessionId, actor.request('page.screenshot', { fileName }, { signal }));
      return await readFile(path, { signal });
    } finally {
      await rm(path, { force: true });
    }
  }

  timeline(sessionId: string): TimelineView {
    const view = this.#registry.get(sessionId).timeline.view(sessionId);
    return { ...view, bundles: this.#options.bundles.list(sessionId) };
  }

  /** The JSON of a support bundle; throws SessionNotFound or BundleNotFound. */
  async bundle(sessionId: string, bundleId: string): Promise<string> {
    return this.#options.bundles.read(this.#registry.get(sessionId).record.sessionId, bundleId);
  }

  /** How many sessions have each status. */
  counts(): Record<'total' | SessionView['status'], number> {
    const counts = { total: 0, connected: 0, qr_required: 0, connecting: 0, disconnected: 0 };
    for (const actor of this.#registry.all()) {
      counts.total += 1;
      counts[statusOf(actor.state)] += 1;
    }
    return counts;
  }

  /** How many sessions have a worker. */
  get activeSessions(): number {
    return this.#registry.all().filter((actor) => hasProcess(actor.state)).length;
  }

  /** How many messages are on their way to WhatsApp's page. */
  get inFlightSends(): number {
    return this.#sends;
  }

  /** Resolves once no command is under way. */
  async settled(): Promise<void> {
    while (this.#underWay.size > 0) await Promise.allSettled(this.#underWay);
  }

  async #logOut(actor: SessionActor): Promise<void> {
    try {
      await actor.request('session.logout', {});
    } catch (error) {
      this.#options.logger.warn({ session_id: actor.record.sessionId, err: error }, 'The device could not be unlinked at WhatsApp');
    }
  }

  /** Until the work is over, further commands on the session are refused. */
  #whileBusy(sessionId: string, what: string, work: Promise<void>): void {
    this.#busy.set(sessionId, what);
    this.#underWay.add(work);
    void work
      .catch((error: unknown) => {
        this.#options.logger.error({ session_id: sessionId, err: error }, `The session could not finish ${what}`);
      })
      .finally(() => {
        this.#busy.delete(sessionId);
        this.#underWay.delete(work);
      });
  }

  /** A session that is created or deleted while the disk refuses would be forgotten, or come back, with the next start. */
  #assertStorage(): void {
    const fault = this.#options.storageFault();
    if (fault !== undefined) throw new StorageUnavailable(fault);
  }

  /** Throws SessionBusy while a logout or a deletion is under way. */
  assertIdle(sessionId: string): void {
    const business = this.#busy.get(sessionId);
    if (business !== undefined) throw new SessionBusy(sessionId, business);
  }

  #idle(sessionId: string): SessionActor {
    const actor = this.#registry.get(sessionId);
    this.assertIdle(sessionId);
    return actor;
  }

  /** The session, where it can be asked something that goes to WhatsApp. */
  #connected(sessionId: string): SessionActor {
    const actor = this.#registry.get(sessionId);
    if (isBeingTakenOver(actor.record)) throw new WorkerUnavailable(sessionId, actor.state);
    // An unresponsive one says so by an error of its own.
    if (actor.state !== 'connected' && actor.state !== 'unresponsive') throw new SessionNotConnected(sessionId, actor.state);
    return actor;
  }

  #view(actor: SessionActor): SessionView {
    return this.#viewOf(actor.record);
  }

  #viewOf(record: SessionActor['record']): SessionView {
    return sessionViewOf(record, this.#options.resourcesOf(record.sessionId));
  }
}
