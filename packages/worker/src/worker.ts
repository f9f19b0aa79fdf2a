import type { Logger } from 'pino';
import { sessionFolder } from '@whatsapp-service/shared/auth/session-folder.ts';
import type { Phase } from '@whatsapp-service/shared/ipc/facts.ts';
import { beatIntervalMs } from '@whatsapp-service/shared/ipc/contract.ts';
import type { WorkerInit } from '@whatsapp-service/shared/ipc/worker-init.ts';
import { exitCodes } from '@whatsapp-service/shared/process/exit-codes.ts';
import { identify } from '@whatsapp-service/shared/process/process-identity.ts';
import type { ProcessIdentity } from '@whatsapp-service/shared/process/process-identity.ts';
import { systemClock } from '@whatsapp-service/shared/time/clock.ts';
import packageJson from '../package.json' with { type: 'json' };
import { ProfileLock } from './browser/profile-lock.ts';
import { removeStaleSingletons } from './browser/stale-singletons.ts';
import { makeTempDir, removeTempDir } from './browser/temp-dir.ts';
import { Beats } from './health/beats.ts';
import { writeBundle } from './health/support-bundle.ts';
import { leaveLastWords } from './link/last-words.ts';
import { SupervisorLink } from './link/supervisor-link.ts';
import { Commands } from './session/commands.ts';
import { messageOf } from './session/failure-kind.ts';
import { Phases } from './session/phases.ts';
import { restoreFault } from './session/restore-check.ts';
import { SessionRun } from './session/session-run.ts';
import { Ending } from './shutdown/ending.ts';
import type { EndRequest } from './shutdown/ending.ts';
import { loadAdapter } from './whatsapp/load-adapter.ts';
import type * as Adapter from './whatsapp/whatsapp-web-adapter.ts';
import type { WhatsAppClient, WhatsAppEvents } from './whatsapp/whatsapp-port.ts';
import { BadInit } from './worker-errors.ts';
import { loggerOf } from './worker-logger.ts';

export interface WorkerOptions {
  readonly init: WorkerInit;
  /** When the process began, in milliseconds since the epoch. */
  readonly startedAtMs: number;
  readonly exit: (code: number) => void;
}

/** The exits after which a support bundle is kept. */
const explainedCodes: ReadonlySet<number> = new Set([
  exitCodes.uncaught,
  exitCodes.browserLost,
  exitCodes.startDeadline,
  exitCodes.connectionLost,
]);
/** What is fetched afterwards waits while so many facts do, so that what comes by itself finds room. */
const fewFacts = 500;
const roomTimeoutMs = 60_000;
/** How long a former holder of the profile may take to end. */
const lockTimeoutMs = 5_000;

/** The worker's parts, wired together; `main.ts` gives it the process's signals and faults. */
export class Worker {
  readonly #init: WorkerInit;
  readonly #log: Logger;
  readonly #exit: (code: number) => void;
  readonly #link: SupervisorLink;
  readonly #phases: Phases;
  readonly #run: SessionRun;
  readonly #ending: Ending;
  readonly #beats: Beats;
  #createClient: ((events: WhatsAppEvents) => WhatsAppClient) | undefined;
  #lock: ProfileLock | undefined;
  #browser: ProcessIdentity | undefined;
  #endedIn: Phase = 'loading';

  constructor(options: WorkerOptions) {
    const { init } = options;
    this.#init = init;
    this.#exit = options.exit;
    this.#log = loggerOf(init);
    this.#phases = new Phases({
      clock: systemClock,
      startedAtMs: options.startedAtMs,
      state: (fact) => {
        this.#link.state(fact);
      },
      onOverrun: (phase, deadlineMs) => {
        this.#run.overrun(phase, deadlineMs);
      },
    });
    this.#ending = this.#createEnding();
    this.#link = this.#createLink();
    this.#run = this.#createRun();
    this.#beats = this.#createBeats();
  }

  /** Connects to the supervisor and starts the session; whatever fails ends the process with its code. */
  async start(): Promise<void> {
    const { mode, authDir, sessionId } = this.#init;
    const fault = mode === 'restore' ? restoreFault(authDir, sessionId) : undefined;
    // Loading takes a fifth of a second: meanwhile the supervisor is dialled.
    const adapter = fault === undefined ? loadAdapter() : undefined;
    adapter?.catch(() => undefined);
    try {
      if (!(await this.#link.connect()) || this.#ending.begun) return;
      if (fault !== undefined) this.#run.unlinking.tell(fault.message, fault.code);
      else if (adapter !== undefined) await this.#startSession(adapter);
    } catch (error) {
      this.#startFailed(error);
    }
  }

  /** Closes in order, with exit code 0. */
  stop(why: string): void {
    this.#ending.end({ code: exitCodes.asked, why });
  }

  /** Kills the browser and exits. */
  killNow(): void {
    this.#ending.killNow();
  }

  /** A rejection or exception that nobody caught. */
  failed(error: unknown): void {
    const message = messageOf(error).slice(0, 500);
    if (this.#run.absorb(error)) {
      this.#log.warn({ error: message }, 'an error of the browser that nobody awaited');
      return;
    }
    const stack = error instanceof Error ? error.stack?.split('\n').slice(1, 8) : undefined;
    this.#log.fatal({ error: message, stack }, 'an uncaught error');
    this.#ending.end({ code: exitCodes.uncaught, why: `An uncaught error: ${message}`, forced: true });
  }

  async #startSession(adapter: Promise<typeof Adapter>): Promise<void> {
    const { authDir, sessionId, tempDir } = this.#init;
    const { WhatsAppWebAdapter } = await adapter;
    this.#createClient = (events) =>
      new WhatsAppWebAdapter({
        init: this.#init,
        events,
        onListenerError: (error) => {
          this.#log.error({ error: messageOf(error) }, 'a listener failed');
        },
      });
    const lock = await ProfileLock.acquire(authDir, sessionId, lockTimeoutMs);
    if (this.#ending.begun) {
      lock.release();
      return;
    }
    this.#lock = lock;
    removeStaleSingletons(sessionFolder(authDir, sessionId));
    makeTempDir(tempDir);
    await this.#run.start();
  }

  #startFailed(error: unknown): void {
    if (this.#ending.begun) return;
    const why = messageOf(error);
    this.#phases.end('failed', why);
    this.#ending.end({ code: exitCodes.uncaught, why, forced: true });
  }

  #createBeats(): Beats {
    return new Beats({
      intervalMs: beatIntervalMs,
      phase: () => this.#phases.current,
      rssBytes: () => process.memoryUsage.rss(),
      pass: (event) => {
        this.#link.pass(event);
      },
    });
  }

  /** What a supervisor has to hear again when it is a new one. */
  #connected(): void {
    this.#beats.start();
    if (this.#browser !== undefined) this.#link.pass({ type: 'browser', ...this.#browser });
    this.#run.tellAgain();
  }

  #createLink(): SupervisorLink {
    const { socketPath, token, sessionId, handoverGraceMs } = this.#init;
    const identity = identify(process.pid);
    if (identity === undefined) throw new BadInit('it cannot read /proc');
    return new SupervisorLink({
      socketPath,
      token,
      sessionId,
      identity,
      handoverGraceMs,
      codeVersion: packageJson.version,
      phase: () => this.#phases.current,
      methods: this.#createCommands().methods(),
      onConnected: () => {
        this.#connected();
      },
      onOrphaned: (graceMs) => {
        this.#ending.end({ code: exitCodes.orphaned, why: `No supervisor came back within ${graceMs} ms.` });
      },
      onRefused: (code, message) => {
        this.#ending.end({
          code: code === 'protocol_too_old' ? exitCodes.protocolTooOld : exitCodes.badInit,
          why: `The supervisor refused this worker (${code}): ${message}`,
        });
      },
      onViolation: (error) => {
        this.#log.error({ error: error.message }, 'a message outside the contract');
      },
      onFull: (limit) => {
        this.#log.error({ limit }, 'the supervisor commits nothing: messages are not kept until it does');
      },
      onRoom: () => {
        this.#run.messages.hasRoom();
      },
    });
  }

  #createCommands(): Commands {
    return new Commands({
      init: this.#init,
      run: () => this.#run,
      stop: () => this.stop('The supervisor asked for it.'),
      hold: (graceMs) => this.#link.hold(graceMs),
    });
  }

  #createRun(): SessionRun {
    return new SessionRun({
      init: this.#init,
      log: this.#log,
      phases: this.#phases,
      state: (fact) => this.#link.state(fact),
      knowledge: {
        cursors: (after) => this.#link.ask('backfill.cursors', { after }),
        unknown: async (chatId, messageIds) => (await this.#link.ask('backfill.unknown', { chatId, messageIds })).messageIds,
      },
      room: () => this.#link.whenFewerWait(fewFacts, roomTimeoutMs),
      pass: (event) => {
        this.#link.pass(event);
      },
      end: (request) => {
        this.#ending.end(request);
      },
      isEnding: () => this.#ending.begun,
      onBrowser: (browser) => {
        this.#browser = browser;
        this.#lock?.noteBrowser(browser);
        this.#link.pass({ type: 'browser', ...browser });
      },
      createClient: (events) => {
        if (this.#createClient === undefined) throw new Error('The session starts after its library is loaded.');
        return this.#createClient(events);
      },
    });
  }

  /** After a failure only: what was asked for, and an unlinked device, need no explanation. */
  async #collect({ code, why }: EndRequest): Promise<void> {
    const client = this.#run.client;
    if (!explainedCodes.has(code) || client === undefined) return;
    const { bundleDir, sessionId, browser } = this.#init;
    const isBeforeReady = this.#endedIn !== 'connected' && this.#endedIn !== 'reconnecting';
    await writeBundle(bundleDir, {
      sessionId,
      phase: this.#endedIn,
      exitCode: code,
      why,
      evidence: this.#run.evidence.view(),
      versions: { service: packageJson.version, node: process.version, browser: browser.kind },
      screenshot: isBeforeReady && !client.isGone() ? () => client.screenshot() : undefined,
    });
  }

  #createEnding(): Ending {
    const client = (): WhatsAppClient | undefined => this.#run.client;
    return new Ending(
      {
        onBegin: ({ code, why }) => {
          this.#endedIn = this.#phases.current;
          this.#run.stop(code !== exitCodes.loggedOut);
          this.#phases.end('failed', why);
          this.#phases.begin('closing', null);
        },
        collect: async (request) => this.#collect(request),
        closeBrowser: async () => client()?.close(),
        killBrowser: () => client()?.kill(),
        browserEnded: async () => client()?.ended(),
        removeTempDir: () => {
          if (this.#lock !== undefined) removeTempDir(this.#init.tempDir);
        },
        releaseLock: () => this.#lock?.release(),
        flush: (timeoutMs) => this.#link.flush(timeoutMs),
        closeLink: () => {
          this.#link.close();
        },
        leaveLastWords: () => {
          const { lastWordsDir, sessionId } = this.#init;
          if (lastWordsDir !== undefined) leaveLastWords(lastWordsDir, sessionId, this.#link.unacknowledged());
        },
        exit: this.#exit,
      },
      this.#log,
    );
  }
}
