import { setTimeout as delay } from 'node:timers/promises';
import type { Logger } from 'pino';
import type { Fact, PassingEvent, Phase } from '@whatsapp-service/shared/ipc/facts.ts';
import type { MessageData } from '@whatsapp-service/shared/ipc/message-data.ts';
import type { WorkerInit } from '@whatsapp-service/shared/ipc/worker-init.ts';
import { exitCodes } from '@whatsapp-service/shared/process/exit-codes.ts';
import type { ProcessIdentity } from '@whatsapp-service/shared/process/process-identity.ts';
import { withDeadline } from '@whatsapp-service/shared/time/with-deadline.ts';
import { PageMonitor } from '../health/page-monitor.ts';
import type { EndRequest } from '../shutdown/ending.ts';
import { connectionVerdict } from '../whatsapp/connection-verdict.ts';
import type { Account, StorageAtStart, WhatsAppClient, WhatsAppEvents } from '../whatsapp/whatsapp-port.ts';
import { failureKind, messageOf } from './failure-kind.ts';
import type { Phases } from './phases.ts';
import { QrLifetime } from './qr-lifetime.ts';
import { SeenIds } from './seen-ids.ts';
import { unpairedVerdict } from './unpaired-verdict.ts';

export interface SessionRunOptions {
  readonly init: WorkerInit;
  readonly log: Logger;
  readonly phases: Phases;
  readonly state: (fact: Fact) => void;
  readonly pass: (event: PassingEvent) => void;
  readonly end: (request: EndRequest) => void;
  readonly isEnding: () => boolean;
  readonly onBrowser: (browser: ProcessIdentity) => void;
  readonly createClient: (events: WhatsAppEvents) => WhatsAppClient;
}

const maxStarts = 3;
const retryCloseMs = 5_000;
const storageReportMs = 2_000;
const pairingPollMs = 1_000;
const qrRefreshPauseMs = 5_000;
/** The page reconnects by itself; after this long a fresh browser is tried. */
const reconnectLimitMs = 30 * 60_000;
const reconcileLimits = { chats: 20, perChat: 50 };
const reconcileTimeoutMs = 60_000;
const seenCapacity = 10_000;

/** One session from its start to its end: turns what the client announces into facts, phases and an exit code. */
export class SessionRun {
  readonly #options: SessionRunOptions;
  readonly #init: WorkerInit;
  readonly #phases: Phases;
  readonly #monitor: PageMonitor;
  readonly #qrLifetime = new QrLifetime();
  readonly #seen = new SeenIds(seenCapacity);
  readonly #startedAtMs = Date.now();
  #client: WhatsAppClient | undefined;
  #launchedAtMs = 0;
  #storage: StorageAtStart | undefined;
  #account: Account = { phone: null, pushName: null };
  #wasReady = false;
  /** The library has attached itself to the present document. */
  #isAttached = false;
  #isLoggedOut = false;
  #lastState: string | null = null;
  #lastPageError: string | undefined;
  #qrRefreshedAtMs = 0;

  constructor(options: SessionRunOptions) {
    this.#options = options;
    this.#init = options.init;
    this.#phases = options.phases;
    const { probeIntervalMs, probeTimeoutMs } = options.init;
    this.#monitor = new PageMonitor({
      probe: async () => this.#client?.state() ?? null,
      intervalMs: () => (this.#isSettled() ? probeIntervalMs : Math.min(pairingPollMs, probeIntervalMs)),
      timeoutMs: probeTimeoutMs,
      hungAfterMs: 2 * probeIntervalMs,
      onState: (state) => {
        this.#onState(state);
      },
      onHung: (detail) => {
        this.#lost(detail);
      },
    });
  }

  get phase(): Phase {
    return this.#phases.current;
  }

  get client(): WhatsAppClient | undefined {
    return this.#client;
  }

  get isLoggedOut(): boolean {
    return this.#isLoggedOut;
  }

  /** Starts the browser and follows it until the device's state is known; what fails ends the worker. */
  async start(): Promise<void> {
    for (let start = 1; !this.#options.isEnding(); start += 1) {
      const client = this.#options.createClient(this.#events());
      this.#client = client;
      this.#launchedAtMs = Date.now();
      this.#phases.begin('launching', this.#init.deadlines.launchMs);
      try {
        await client.start();
        this.#stateKnown();
        return;
      } catch (error) {
        if (this.#options.isEnding()) return;
        // A device that was removed reloads the page during the start: the next start shows the truth.
        if (start >= maxStarts || failureKind(error) !== 'navigated' || client.isGone()) {
          this.#startFailed(error);
          return;
        }
        this.#phases.end('failed', messageOf(error));
        await withDeadline(client.close(), retryCloseMs, 'Closing the browser').catch(() => {
          client.kill();
        });
      }
    }
  }

  /** Stops asking the page; the close of the browser is for the caller. */
  stop(): void {
    this.#monitor.stop();
  }

  /** The device is no longer linked: says so once and ends the worker. */
  loggedOut(message: string, code: 'logged_out' | 'auth_missing' | 'auth_corrupt' = 'logged_out'): void {
    if (this.#isLoggedOut || this.#options.isEnding()) return;
    this.#isLoggedOut = true;
    this.#phases.end('failed', message);
    this.#options.state({ type: 'logged_out', code, message });
    this.#options.end({ code: exitCodes.loggedOut, why: message });
  }

  /** A phase took longer than it may. */
  overrun(phase: Phase, deadlineMs: number): void {
    if (this.#options.isEnding()) return;
    const detail = this.#overrunDetail(phase, deadlineMs);
    this.#phases.end('failed', detail);
    if (phase === 'pairing') {
      this.#options.state({ type: 'pairing_expired' });
      this.#options.end({ code: exitCodes.asked, why: detail });
      return;
    }
    const code = phase === 'reconnecting' ? exitCodes.browserLost : exitCodes.startDeadline;
    this.#options.end({ code, why: detail });
  }

  /** An error that nobody awaited; true where it is the browser's and dealt with. */
  absorb(error: unknown): boolean {
    const kind = failureKind(error);
    if (this.#options.isEnding()) return kind !== 'other';
    if (kind === 'other') return false;
    if (this.#client?.isGone() === true) this.#lost(messageOf(error));
    // The page is still there: a reload broke the library's injection, and the next one or the phase's deadline decides.
    return true;
  }

  #isSettled(): boolean {
    return this.phase === 'connected' || this.phase === 'reconnecting';
  }

  #events(): WhatsAppEvents {
    const { pass, state } = this.#options;
    return {
      onBrowser: (browser) => {
        this.#options.onBrowser(browser);
        pass({ type: 'browser', ...browser });
      },
      onLaunched: () => {
        this.#phases.begin('navigating', this.#init.deadlines.navigateMs);
      },
      onPageLoaded: () => {
        this.#pageLoaded();
      },
      onReloaded: () => {
        // The library tells a logout from a reload in the same turn, after this.
        setImmediate(() => {
          this.#reloaded();
        });
      },
      onStorageAtStart: (storage) => {
        this.#storage ??= storage;
      },
      onUnpaired: () => this.#unpaired(),
      onQr: (qr) => {
        this.#offer(qr);
      },
      onPairingCode: (code) => {
        pass({ type: 'pairing_code', code });
      },
      onLoading: (percent) => {
        pass({ type: 'loading', percent });
        if (this.phase === 'authenticating') this.#phases.extend(this.#init.deadlines.authenticateMs);
      },
      onAuthenticated: () => {
        this.#authenticated();
      },
      onReady: (account) => {
        this.#ready(account);
      },
      onState: (value) => {
        this.#onState(value);
      },
      onUnlinked: () => {
        this.loggedOut('The device was unlinked on the phone.');
      },
      onGone: (detail) => {
        this.#lost(detail);
      },
      onPageError: (detail, ofLibrary) => {
        this.#pageFailed(detail, ofLibrary);
      },
      onMessage: (message) => {
        this.#report(message);
      },
      onAck: ({ messageId, chatId, ack }) => {
        state({ type: 'message.ack', message_id: messageId, chat_id: chatId, ack });
      },
    };
  }

  #pageLoaded(): void {
    if (this.phase !== 'navigating') return;
    const passedMs = Date.now() - this.#launchedAtMs;
    this.#phases.extend(Math.max(1, this.#init.deadlines.stateKnownMs - passedMs));
  }

  #stateKnown(): void {
    if (this.#options.isEnding()) return;
    if (this.phase === 'navigating') {
      this.#phases.begin('authenticating', this.#init.deadlines.authenticateMs);
    }
    this.#monitor.start();
  }

  /** Decides whether a QR code may be offered: never one of a client that was linked, because its link would not last. */
  #unpaired(): boolean {
    if (this.#options.isEnding() || this.#isLoggedOut) return false;
    if (this.#wasReady) this.loggedOut('The device was unlinked on the phone.');
    else if (this.#init.mode === 'pair') return true;
    else void this.#judgeUnpaired();
    return false;
  }

  async #judgeUnpaired(): Promise<void> {
    const deadlineMs = Date.now() + storageReportMs;
    while (this.#storage === undefined && Date.now() < deadlineMs) await delay(20);
    const { code, message } = unpairedVerdict(this.#storage);
    this.loggedOut(message, code);
  }

  #offer(qr: string): void {
    if (this.#options.isEnding() || this.#wasReady || this.#init.mode !== 'pair') return;
    if (this.phase !== 'pairing') this.#phases.begin('pairing', this.#init.deadlines.pairingMs);
    this.#monitor.start();
    this.#options.pass({ type: 'qr', qr, expiresAtMs: this.#qrLifetime.expiresAtMs(qr, Date.now()) });
  }

  #authenticated(): void {
    if (this.#options.isEnding() || this.#wasReady) return;
    if (this.phase === 'authenticating') this.#phases.extend(this.#init.deadlines.authenticateMs);
    else this.#phases.begin('authenticating', this.#init.deadlines.authenticateMs);
    this.#options.state({ type: 'authenticated' });
  }

  #ready(account: Account): void {
    if (this.#options.isEnding()) return;
    this.#account = account;
    this.#wasReady = true;
    const isNewDocument = !this.#isAttached;
    this.#isAttached = true;
    this.#lastPageError = undefined;
    this.#monitor.start();
    if (this.phase !== 'connected') this.#connected();
    if (isNewDocument) void this.#reconcile();
  }

  #connected(): void {
    this.#phases.begin('connected', null);
    this.#options.state({ type: 'ready', ...this.#account });
  }

  #reloaded(): void {
    if (this.#options.isEnding() || !this.#wasReady) return;
    this.#isAttached = false;
    const { stateKnownMs, authenticateMs } = this.#init.deadlines;
    this.#disconnected('The page was reloaded.');
    this.#phases.extend(stateKnownMs + authenticateMs);
  }

  #onState(state: string | null): void {
    this.#lastState = state;
    if (this.#options.isEnding()) return;
    if (this.phase === 'pairing' || this.phase === 'authenticating') this.#onStateBeforeReady(state);
    else if (this.#isSettled()) this.#onStateAfterReady(state);
  }

  #onStateBeforeReady(state: string | null): void {
    const { pairingMs, authenticateMs } = this.#init.deadlines;
    const isUnpaired = connectionVerdict(state) === 'unlinked';
    if (this.phase === 'pairing') {
      if (state === 'UNPAIRED_IDLE') this.#refreshQr();
      // The phone has scanned: from here on the login has its own deadline.
      else if (state === 'PAIRING' || state === 'CONNECTED') this.#phases.begin('authenticating', authenticateMs);
    } else if (isUnpaired && this.#init.mode === 'pair') {
      this.#phases.begin('pairing', pairingMs);
    } else if (isUnpaired) {
      this.loggedOut('WhatsApp removed this device while it logged in; link the account again.');
    }
  }

  #onStateAfterReady(state: string | null): void {
    const verdict = connectionVerdict(state);
    if (verdict === 'connected') {
      if (this.phase === 'reconnecting' && this.#isAttached) this.#connected();
      return;
    }
    if (verdict === 'unlinked') {
      if (this.#isAttached) this.loggedOut('The device was unlinked on the phone.');
      return;
    }
    this.#disconnected(`WhatsApp Web's connection is ${state ?? 'unknown'}.`);
    if (verdict === 'taken_over') this.#phases.extend(null);
    if (verdict === 'outdated') {
      this.#options.end({ code: exitCodes.browserLost, why: 'WhatsApp Web asks for a newer version of its page.' });
    }
  }

  #disconnected(detail: string): void {
    if (this.phase !== 'connected') return;
    this.#phases.begin('reconnecting', reconnectLimitMs);
    this.#options.state({ type: 'connection_lost', detail });
  }

  #refreshQr(): void {
    if (Date.now() - this.#qrRefreshedAtMs < qrRefreshPauseMs) return;
    this.#qrRefreshedAtMs = Date.now();
    this.#client?.refreshQr().catch((error: unknown) => {
      this.#options.log.warn({ error: messageOf(error) }, 'the QR code could not be refreshed');
    });
  }

  #report(message: MessageData): void {
    if (!this.#seen.add(message.message_id)) return;
    this.#options.state({ type: message.from_me ? 'message.sent' : 'message.received', message });
  }

  /** Reports messages that the page had before the library listened: they raise no event. */
  async #reconcile(): Promise<void> {
    try {
      const found = await withDeadline(
        this.#client?.unreadMessages(reconcileLimits) ?? Promise.resolve([]),
        reconcileTimeoutMs,
        'Reading unread chats',
      );
      // On a fresh link the unread messages are the account's history, not ours to announce.
      const sinceMs = this.#init.mode === 'pair' ? this.#startedAtMs - 1_000 : 0;
      for (const message of found) {
        if (Date.parse(message.timestamp) >= sinceMs) this.#report(message);
      }
    } catch (error) {
      if (!this.#options.isEnding()) this.#options.log.warn({ error: messageOf(error) }, 'unread chats could not be read');
    }
  }

  #pageFailed(detail: string, ofLibrary: boolean): void {
    this.#lastPageError = detail.slice(0, 300);
    this.#options.log.warn({ ofLibrary, error: this.#lastPageError }, 'an exception in the page');
    const isAttaching = this.phase === 'authenticating' || (this.phase === 'reconnecting' && !this.#isAttached);
    if (!ofLibrary || !isAttaching || this.#options.isEnding()) return;
    const why = `The library failed between the login and "ready": ${this.#lastPageError}`;
    this.#phases.end('failed', why);
    this.#options.end({ code: exitCodes.startDeadline, why });
  }

  #lost(detail: string): void {
    if (this.#options.isEnding()) return;
    this.#phases.end('failed', detail);
    this.#options.state({ type: 'connection_lost', detail: detail.slice(0, 1_000) });
    this.#options.end({ code: exitCodes.browserLost, why: detail, forced: true });
  }

  #startFailed(error: unknown): void {
    const message = messageOf(error);
    this.#phases.end('failed', message);
    const isBrowsersFault = this.phase === 'launching' || this.#client?.isGone() === true;
    this.#options.end({ code: isBrowsersFault ? exitCodes.browserLost : exitCodes.startDeadline, why: message.slice(0, 1_000) });
  }

  #overrunDetail(phase: Phase, deadlineMs: number): string {
    const detail = `The phase "${phase}" took longer than its deadline of ${deadlineMs} ms.`;
    if (phase !== 'authenticating') return detail;
    const error = this.#lastPageError === undefined ? '' : ` The last exception in the page: ${this.#lastPageError}`;
    return `${detail} WhatsApp Web's connection is ${this.#lastState ?? 'unknown'}, but "ready" did not come.${error}`;
  }
}
