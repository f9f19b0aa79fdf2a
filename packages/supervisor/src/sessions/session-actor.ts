import type { Logger } from 'pino';
import type { WorkerSide } from '@whatsapp-service/shared/ipc/contract.ts';
import type { RequestOptions } from '@whatsapp-service/shared/ipc/rpc-peer.ts';
import type { MethodName, Params, Result } from '@whatsapp-service/shared/ipc/side.ts';
import type { SessionReason } from '@whatsapp-service/shared/session/session-reason.ts';
import { hasProcess, isEnding } from '@whatsapp-service/shared/session/session-state.ts';
import type { SessionState } from '@whatsapp-service/shared/session/session-state.ts';
import { SessionUnresponsive, WorkerUnavailable } from '../supervisor-errors.ts';
import type { LedgerEntry } from '../workers/worker-ledger.ts';
import type { ActorTools } from './actor-tools.ts';
import { QueuePlace } from './queue-place.ts';
import { reasons } from './session-reasons.ts';
import { SessionJournal } from './session-journal.ts';
import type { SessionRecord } from './session-record.ts';
import { SessionRecovery } from './session-recovery.ts';
import { SessionRun } from './session-run.ts';
import type { RunEvents, RunExit } from './session-run.ts';
import { SessionTimeline } from './session-timeline.ts';
import type { PhaseFact } from './session-timeline.ts';
import { startSettled } from './start-settled.ts';
import { StateKeeper } from './state-keeper.ts';
import { Takeover } from './takeover.ts';
import { decideStart } from './start-decision.ts';
import type { StartIntent } from './start-decision.ts';
import { WorkerReports } from './worker-reports.ts';

/** A page that does not answer is asked again after this long; the worker itself ends one that hangs. */
const probeAgainMs = 5_000;

/** Owns one session's state: the only writer of it. Workers report facts to it, HTTP asks it. */
export class SessionActor {
  readonly timeline = new SessionTimeline();
  readonly #tools: ActorTools;
  readonly #logger: Logger;
  readonly #recovery: SessionRecovery;
  readonly #place: QueuePlace;
  readonly #keeper: StateKeeper;
  readonly #takeover: Takeover;
  readonly #reports: WorkerReports;
  #run: SessionRun | undefined;
  #cancelTimer: () => void = () => undefined;
  /** Whose start is due once the worker that is being stopped is gone. */
  #startsAgain: StartIntent | undefined;
  #intent: StartIntent = 'person';

  constructor(tools: ActorTools, record: SessionRecord) {
    this.#tools = tools;
    this.#logger = tools.logger.child({ session_id: record.sessionId });
    const journal = new SessionJournal(tools, record.sessionId);
    this.#recovery = new SessionRecovery(tools.newRestartPolicy());
    this.#place = new QueuePlace(tools.queue, record.sessionId, (error) => this.#logger.error({ err: error }, 'The start failed'));
    this.#keeper = new StateKeeper({
      record,
      repository: tools.repository,
      journal,
      logger: this.#logger,
      onLeave: (state) => this.#leave(state),
      onEnter: (state) => this.#enter(state),
      onMeaningless: tools.onMeaningless,
    });
    this.#reports = new WorkerReports({ keeper: this.#keeper, journal, onPhaseEnded: (fact) => this.#onPhaseEnded(fact) });
    this.#takeover = new Takeover({
      keeper: this.#keeper,
      logger: this.#logger,
      run: () => this.#run,
      later: (callback) => this.#after(probeAgainMs, callback),
      awaitStart: () => void this.#settledInTime(),
    });
  }

  get record(): SessionRecord {
    return this.#keeper.record;
  }

  get state(): SessionState {
    return this.#keeper.state;
  }

  /** The code on offer now, where there is one. */
  get qr(): { readonly qr: string; readonly expiresAtMs: number } | undefined {
    return this.state === 'pairing' ? this.#reports.qr : undefined;
  }

  /** What the ledger says of a worker that was taken over, as long as that one runs. */
  get adopted(): LedgerEntry | undefined {
    return this.#run?.isAdopted === true ? this.#run.entry : undefined;
  }

  /** The process groups that belong to the session now. */
  get leaders() {
    return this.#run?.leaders ?? [];
  }

  /** Calls to the worker that have no answer yet. */
  get requestsInFlight(): number {
    return this.#run?.requestsInFlight ?? 0;
  }

  /** Calls back after each change of the state, until the returned function is called. */
  watch(watcher: (record: SessionRecord) => void): () => void {
    return this.#keeper.watch(watcher);
  }

  /** Changes what is known of the session without touching its state. */
  describe(patch: Partial<Pick<SessionRecord, 'userId' | 'instanceName' | 'reason' | 'linked' | 'unlinkedReason'>>): void {
    this.#keeper.save(patch);
  }

  /** Wants the session running; a person's start goes ahead of the others. */
  start(intent: StartIntent): void {
    this.#keeper.save({ desired: 'running' });
    if (intent === 'person') this.#recovery.forget();
    if (this.state === 'stopping') {
      this.#startsAgain = intent;
      return;
    }
    const isToGoAhead = this.state === 'queued' && intent === 'person' && this.#intent !== 'person';
    this.#intent = intent;
    if (isToGoAhead) this.#enqueue();
    const event = this.state === 'backoff' ? 'backoff_elapsed' : 'start_requested';
    if (this.#keeper.allows(event)) this.#keeper.apply(event, reasons.waitingForSlot);
  }

  /** Wants the session stopped; `reason` is what is shown, and unless it is kept the wish outlives a restart. */
  stop(reason: SessionReason, options: { keepDesired: boolean }): void {
    if (!options.keepDesired) this.#keeper.save({ desired: 'stopped' });
    this.#startsAgain = undefined;
    if (this.#keeper.allows('stop_requested')) this.#keeper.apply('stop_requested', reason);
  }

  /** Takes over a worker that an earlier supervisor left running; the record says "adopting" already. */
  adopt(entry: LedgerEntry): void {
    this.timeline.started(this.#tools.clock.now(), 'adopted');
    this.#run = SessionRun.adopt(this.#tools, entry, this.#runEvents());
  }

  /** Stops the session where it runs, and starts it again; `reason` is what is shown meanwhile. */
  restart(intent: StartIntent = 'person', reason: SessionReason = reasons.starting): void {
    if (hasProcess(this.state)) this.stop(reason, { keepDesired: true });
    this.start(intent);
  }

  /** Ends the session's process for the service's own end; resolves once it is gone. */
  async shutDown(): Promise<void> {
    this.#cancelTimer();
    // What is failed or unlinked stays so: the reason must survive the restart.
    if (hasProcess(this.state) || this.state === 'queued' || this.state === 'backoff') {
      this.stop(reasons.serviceStopped, { keepDesired: true });
    }
    this.#startsAgain = undefined;
    await this.#run?.stop();
  }

  /** Leaves the worker running for the supervisor that comes after this one; one that is ending anyway is waited for. */
  async handOver(holdMs: number | undefined): Promise<void> {
    this.#cancelTimer();
    this.#place.giveUp();
    if (isEnding(this.state)) await this.#run?.stop();
    else await this.#run?.release(holdMs);
  }

  /** Ends the session's processes at once, as the service's last resort. */
  kill(): void {
    this.#run?.kill();
  }

  /** Asks the worker; rejects where none is there or it gives no sign of life. */
  async request<M extends MethodName<WorkerSide>>(
    method: M,
    params: Params<WorkerSide, M>,
    options?: RequestOptions,
  ): Promise<Result<WorkerSide, M>> {
    if (this.state === 'unresponsive') throw new SessionUnresponsive(this.record.sessionId);
    if (this.#run === undefined) throw new WorkerUnavailable(this.record.sessionId, this.state);
    return this.#run.request(method, params, options);
  }

  #leave(state: SessionState): void {
    this.#cancelTimer();
    if (state === 'queued') this.#place.giveUp();
    if (state === 'pairing') this.#reports.forgetQr();
    if (state === 'connected') this.#recovery.connectionEnded(this.#tools.clock.now());
  }

  #enter(state: SessionState): void {
    this.#tools.selfRestore.entered(this);
    if (state === 'queued') this.#enqueue();
    if (state === 'connected') this.#recovery.connected(this.record.lastConnectedMs ?? this.#tools.clock.now());
    if (state === 'stopping') void this.#run?.stop();
    // The worker ends by itself after a logout; the ladder is for one that does not.
    if (state === 'logging_out') this.#after(15_000, () => void this.#run?.stop());
    const { restMs } = this.#recovery;
    if (state === 'failed' && restMs !== null) {
      this.#after(restMs, () => {
        this.#recovery.probed();
        this.#intent = 'restart';
        this.#keeper.apply('probe_due', reasons.waitingForSlot);
      });
    }
  }

  #after(delayMs: number, callback: () => void): void {
    this.#cancelTimer();
    this.#cancelTimer = this.#tools.clock.after(delayMs, callback);
  }

  #enqueue(): void {
    this.#place.take(this.#intent === 'person' ? 'ahead' : 'in_turn', async () => this.#startInSlot());
  }

  async #startInSlot(): Promise<void> {
    const { sessionId, linked } = this.record;
    const hasAuthFiles = this.#tools.auth.hasAuthFiles(sessionId);
    const mode = decideStart({ intent: this.#intent, hasAuthFiles, linked });
    if (mode === 'auth_missing') {
      this.#keeper.apply('auth_missing', this.record.unlinkedReason ?? reasons.authMissing);
      return;
    }
    this.#keeper.apply('slot_granted', reasons.starting, mode === 'pair' ? { linked: 'no' } : {});
    this.timeline.started(this.#tools.clock.now(), this.#intent);
    try {
      this.#run = SessionRun.start(this.#tools, this.#tools.buildInit(this.record, mode), this.#runEvents());
    } catch (error) {
      this.#logger.error({ err: error }, 'The worker could not be started');
      this.#onExit({ code: null, signal: null });
      return;
    }
    await this.#settledInTime();
  }

  async #settledInTime(): Promise<void> {
    await startSettled(this, this.#tools.clock, this.#tools.slotDeadlineMs, () => {
      this.#logger.error('The start is over its deadline; its worker is ended');
      this.#run?.kill('start_deadline');
    });
    if (this.state === 'connected' || this.state === 'pairing') this.#tools.host.started(this.record.sessionId);
  }

  #runEvents(): RunEvents {
    return {
      onHello: (phase) => this.#takeover.onHello(phase),
      onKept: (event) => this.#reports.kept(event),
      onPassing: (event) => this.#reports.passing(event),
      onSilent: () => this.#keeper.apply('silent', reasons.unresponsive),
      onBeat: () => {
        this.#keeper.apply('beat', reasons.reconnecting);
        void this.#takeover.probe();
      },
      onExit: (exit) => this.#onExit(exit),
    };
  }

  #onPhaseEnded(fact: PhaseFact): void {
    this.timeline.phaseEnded(fact);
    // A launch that a stop cut short says nothing of the machine.
    const isCut = this.state === 'stopping';
    if (fact.phase === 'launching' && !isCut) this.#tools.host.launched(this.record.sessionId, fact.outcome === 'done');
  }

  #onExit(exit: RunExit): void {
    const nowMs = this.#tools.clock.now();
    this.timeline.ended(nowMs, exit.code, exit.signal);
    this.#tools.takeInLastWords(this.record.sessionId);
    this.#run = undefined;
    if (this.state === 'stopping') {
      this.#stopped();
    } else if (this.state === 'logging_out') {
      const reason = this.record.reason ?? reasons.loggedOut;
      this.#tools.auth.quarantine(this.record.sessionId, reason.message);
      this.#keeper.apply('exited', reason);
    } else if (this.state === 'adopting') {
      this.#intent = 'restoration';
      this.#keeper.apply('exited', reasons.waitingForSlot);
    } else {
      this.#crashed(exit, nowMs);
    }
  }

  #stopped(): void {
    const startsAgain = this.#startsAgain;
    this.#startsAgain = undefined;
    this.#keeper.apply('exited', this.record.reason);
    if (startsAgain !== undefined) this.start(startsAgain);
  }

  #crashed(exit: RunExit, nowMs: number): void {
    const plan = this.#recovery.planAfter(exit, this.timeline.failure, nowMs);
    this.#logger.warn({ ...exit, reason: plan.reason.code }, 'The worker ended unasked');
    if (plan.action === 'retry' || plan.restMs !== null) this.#tools.host.exited(this.record.sessionId);
    this.#keeper.apply('exited', plan.reason, { restarts: this.record.restarts + 1 });
    if (plan.action === 'give_up') {
      this.#keeper.apply('gave_up', plan.finalReason);
      return;
    }
    this.#after(plan.delayMs, () => {
      this.#intent = 'restart';
      this.#keeper.apply('backoff_elapsed', reasons.waitingForSlot);
    });
  }
}
