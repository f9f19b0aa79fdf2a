import type { Logger } from 'pino';
import type { AccountFact, PassingEvent, Phase } from '@whatsapp-service/shared/ipc/facts.ts';
import type { WorkerInit } from '@whatsapp-service/shared/ipc/worker-init.ts';
import { exitCodes } from '@whatsapp-service/shared/process/exit-codes.ts';
import type { ProcessIdentity } from '@whatsapp-service/shared/process/process-identity.ts';
import { systemClock } from '@whatsapp-service/shared/time/clock.ts';
import { PageEvidence } from '../health/page-evidence.ts';
import { PageMonitor } from '../health/page-monitor.ts';
import type { EndRequest } from '../shutdown/ending.ts';
import type { HistoryPort } from '../whatsapp/history-port.ts';
import { connectionVerdict } from '../whatsapp/connection-verdict.ts';
import type { Account, StorageAtStart, WhatsAppClient, WhatsAppEvents } from '../whatsapp/whatsapp-port.ts';
import { Connection } from './connection.ts';
import { failureKind, messageOf } from './failure-kind.ts';
import { MessageIntake } from './message-intake.ts';
import type { MessageIntakeOptions } from './message-intake.ts';
import { overrunDetail } from './overrun-detail.ts';
import type { Phases } from './phases.ts';
import { QrOffer } from './qr-offer.ts';
import { startClient } from './start-client.ts';
import { Unlinking } from './unlinking.ts';

export interface SessionRunOptions extends Pick<MessageIntakeOptions, 'state' | 'knowledge' | 'room'> {
  readonly init: WorkerInit;
  readonly log: Logger;
  readonly phases: Phases;
  readonly pass: (event: PassingEvent) => void;
  readonly end: (request: EndRequest) => void;
  readonly isEnding: () => boolean;
  readonly onBrowser: (browser: ProcessIdentity) => void;
  readonly createClient: (events: WhatsAppEvents) => WhatsAppClient;
}

/** How often the state is asked for until the session is connected. */
const startPollMs = 1_000;

/** One session from its start to its end: turns what the client announces into facts, phases and an exit code. */
export class SessionRun implements WhatsAppEvents {
  readonly evidence = new PageEvidence();
  readonly unlinking: Unlinking;
  readonly #options: SessionRunOptions;
  readonly #init: WorkerInit;
  readonly #phases: Phases;
  readonly #monitor: PageMonitor;
  readonly #qr: QrOffer;
  readonly messages: MessageIntake;
  readonly #connection: Connection;
  #client: WhatsAppClient | undefined;
  #launchedAtMs = 0;
  #lastState: string | null = null;
  #lastPageError: string | undefined;

  constructor(options: SessionRunOptions) {
    const { init, log, state, pass } = options;
    this.#options = options;
    this.#init = init;
    this.#phases = options.phases;
    this.#qr = new QrOffer({ log, pass });
    this.messages = new MessageIntake({ ...options, clock: systemClock, history: () => this.#history() });
    this.unlinking = new Unlinking({ ...options, probe: () => this.#probe() });
    this.#connection = new Connection({
      deadlines: init.deadlines,
      phases: options.phases,
      state,
      onConnected: () => this.messages.connected(),
      onLost: () => this.messages.lost(),
      onUnlinked: () => this.unlinking.byPhone(),
      onOutdated: () => {
        options.end({ code: exitCodes.browserLost, why: 'WhatsApp Web asks for a newer version of its page.' });
      },
    });
    this.#monitor = this.#createMonitor();
  }

  get phase(): Phase {
    return this.#phases.current;
  }

  get client(): WhatsAppClient | undefined {
    return this.#client;
  }

  /** Starts the browser and follows it until the device's state is known; what fails ends the worker. */
  async start(): Promise<void> {
    try {
      await startClient({
        next: () => this.#nextClient(),
        isEnding: this.#options.isEnding,
        onRetry: (error) => {
          this.#phases.end('failed', messageOf(error));
        },
      });
      this.#stateKnown();
    } catch (error) {
      this.#startFailed(error);
    }
  }

  /** Stops asking the page, which stays linked or not; the close of the browser is for the caller. */
  stop(isLinked: boolean): void {
    this.#monitor.stop();
    this.messages.stop(isLinked);
  }

  /** A new supervisor has connected: tells again what it cannot know, and asks it what it could not be asked before. */
  tellAgain(): void {
    if (this.phase === 'pairing') this.#qr.tellAgain();
    this.messages.supervised();
  }

  /** A phase took longer than it may. */
  overrun(phase: Phase, deadlineMs: number): void {
    if (this.#options.isEnding()) return;
    const detail = overrunDetail(phase, deadlineMs, { state: this.#lastState, pageError: this.#lastPageError });
    this.#phases.end('failed', detail);
    if (phase === 'pairing') {
      this.#options.state({ type: 'pairing_expired' });
      this.#options.end({ code: exitCodes.asked, why: detail });
      return;
    }
    const code = phase === 'reconnecting' ? exitCodes.connectionLost : exitCodes.startDeadline;
    this.#options.end({ code, why: detail });
  }

  /** An error that nobody awaited; true where it is the browser's and dealt with. */
  absorb(error: unknown): boolean {
    const kind = failureKind(error);
    if (kind === 'other') return false;
    // Where the page is still there a reload broke the injection: the next one or the phase's deadline decides.
    if (this.#client?.isGone() === true) this.onGone(messageOf(error));
    return true;
  }

  onBrowser(browser: ProcessIdentity): void {
    this.#options.onBrowser(browser);
  }

  onLaunched(): void {
    this.#phases.begin('navigating', this.#init.deadlines.navigateMs);
  }

  onConsole(type: string, text: string): void {
    this.evidence.noteConsole(type, text);
  }

  onNavigated(url: string): void {
    this.evidence.noteNavigation(url);
  }

  onPageLoaded(): void {
    if (this.phase !== 'navigating') return;
    const passedMs = Date.now() - this.#launchedAtMs;
    this.#phases.extend(Math.max(1, this.#init.deadlines.stateKnownMs - passedMs));
  }

  onReloaded(): void {
    if (!this.#options.isEnding() && this.#connection.wasReady) this.#connection.reloaded();
  }

  onStorageAtStart(storage: StorageAtStart): void {
    this.unlinking.noteStorage(storage);
  }

  /** Never a QR code of a client that was linked: its link would not last. */
  onUnpaired(): boolean {
    if (this.#options.isEnding()) return false;
    if (this.#connection.wasReady) this.unlinking.byPhone();
    else if (this.#init.mode === 'pair') return true;
    else void this.unlinking.judgeUnpaired();
    return false;
  }

  onQr(qr: string): void {
    if (this.#options.isEnding() || this.#connection.wasReady || this.#init.mode !== 'pair') return;
    if (this.phase !== 'pairing') this.#phases.begin('pairing', this.#init.deadlines.pairingMs);
    this.#monitor.start();
    this.#qr.offer(qr);
  }

  onPairingCode(code: string): void {
    this.#options.pass({ type: 'pairing_code', code });
  }

  onLoading(percent: number): void {
    this.#options.pass({ type: 'loading', percent });
    if (this.phase === 'authenticating') this.#phases.extend(this.#init.deadlines.authenticateMs);
  }

  onAuthenticated(): void {
    if (this.#options.isEnding() || this.#connection.wasReady) return;
    if (this.phase === 'authenticating') this.#phases.extend(this.#init.deadlines.authenticateMs);
    else this.#phases.begin('authenticating', this.#init.deadlines.authenticateMs);
    this.#options.state({ type: 'authenticated' });
  }

  onReady(account: Account): void {
    if (this.#options.isEnding()) return;
    this.#lastPageError = undefined;
    this.#connection.ready(account);
  }

  onState(state: string | null): void {
    this.#lastState = state;
    if (this.#options.isEnding()) return;
    if (this.phase === 'pairing') this.#onStateWhilePairing(state);
    else if (this.phase === 'authenticating') this.#onStateWhileAuthenticating(state);
    else if (this.#isSettled()) this.#connection.stateIs(state);
  }

  async onLogout(): Promise<boolean> {
    return this.unlinking.judgeLogout();
  }

  onGone(detail: string): void {
    if (this.#options.isEnding()) return;
    this.#phases.end('failed', detail);
    this.#options.state({ type: 'connection_lost', detail: detail.slice(0, 1_000) });
    this.#options.end({ code: exitCodes.browserLost, why: detail, forced: true });
  }

  onPageError(detail: string, ofLibrary: boolean): void {
    this.#lastPageError = detail.slice(0, 300);
    this.#options.log.warn({ ofLibrary, error: this.#lastPageError }, 'an exception in the page');
    const isAttaching = this.phase === 'authenticating' || (this.phase === 'reconnecting' && !this.#connection.isAttached);
    if (!ofLibrary || !isAttaching || this.#options.isEnding()) return;
    const why = `The library failed between the login and "ready": ${this.#lastPageError}`;
    this.#phases.end('failed', why);
    this.#options.end({ code: exitCodes.startDeadline, why });
  }

  onFact(fact: AccountFact): void {
    this.messages.tell(fact);
  }

  #createMonitor(): PageMonitor {
    const { probeIntervalMs, probeTimeoutMs } = this.#init;
    return new PageMonitor({
      probe: () => this.#probe(),
      intervalMs: () => (this.#isSettled() ? probeIntervalMs : Math.min(startPollMs, probeIntervalMs)),
      timeoutMs: probeTimeoutMs,
      hungAfterMs: 2 * probeIntervalMs,
      onState: (state) => this.onState(state),
      onHung: (detail) => this.onGone(detail),
    });
  }

  #history(): HistoryPort | undefined {
    return this.phase === 'connected' && !this.#options.isEnding() ? this.#client?.history : undefined;
  }

  async #probe(): Promise<string | null> {
    return this.#client?.state() ?? null;
  }

  #isSettled(): boolean {
    return this.phase === 'connected' || this.phase === 'reconnecting';
  }

  #nextClient(): WhatsAppClient {
    this.#client = this.#options.createClient(this);
    this.#launchedAtMs = Date.now();
    this.#phases.begin('launching', this.#init.deadlines.launchMs);
    return this.#client;
  }

  #stateKnown(): void {
    if (this.#options.isEnding()) return;
    if (this.phase === 'navigating') this.#phases.begin('authenticating', this.#init.deadlines.authenticateMs);
    this.#monitor.start();
  }

  #startFailed(error: unknown): void {
    if (this.#options.isEnding()) return;
    const message = messageOf(error);
    const isBrowsersFault = this.phase === 'launching' || this.#client?.isGone() === true;
    this.#phases.end('failed', message);
    this.#options.end({ code: isBrowsersFault ? exitCodes.browserLost : exitCodes.startDeadline, why: message.slice(0, 1_000) });
  }

  #onStateWhilePairing(state: string | null): void {
    if (state === 'UNPAIRED_IDLE' && this.#client !== undefined) this.#qr.refresh(this.#client);
    // The phone has scanned: from here on the login has its own deadline.
    if (state === 'PAIRING' || state === 'CONNECTED') {
      this.#phases.begin('authenticating', this.#init.deadlines.authenticateMs);
    }
  }

  #onStateWhileAuthenticating(state: string | null): void {
    if (connectionVerdict(state) !== 'unlinked') return;
    if (this.#init.mode === 'pair') this.#phases.begin('pairing', this.#init.deadlines.pairingMs);
    else this.unlinking.tell('WhatsApp removed this device while it logged in; link the account again.');
  }
}
