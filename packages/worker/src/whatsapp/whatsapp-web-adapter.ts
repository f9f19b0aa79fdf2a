import { setTimeout as delay } from 'node:timers/promises';
import type { Browser, Page } from 'puppeteer';
import wweb from 'whatsapp-web.js';
import type { Client as LibraryClient } from 'whatsapp-web.js';
import type { WorkerInit } from '@whatsapp-service/shared/ipc/worker-init.ts';
import { launchOptions } from '../browser/launch-options.ts';
import { hasMembers, killGroup } from '../browser/process-group.ts';
import { SpawnWatch } from '../browser/spawn-watch.ts';
import { LaunchFailed } from '../worker-errors.ts';
import { LibraryGroups } from './library/library-groups.ts';
import { LibraryMessages } from './library/library-messages.ts';
import { watchForEnd, watchPage } from './watch-page.ts';
import { logoutScript, refreshQrScript, storageReporter, storageScript } from './page-scripts.ts';
import { listenToAccount } from './library/library-events.ts';
import { LibraryHistory } from './library/library-history.ts';
import type { HistoryPort } from './history-port.ts';
import { KeepingAuth } from './library/keeping-auth.ts';
import type { AuthHooks } from './library/keeping-auth.ts';
import { LibraryChannels } from './library/library-channels.ts';
import { LibraryChats } from './library/library-chats.ts';
import { LibraryMessageReads } from './library/library-message-reads.ts';
import { LibraryMessageActs } from './library/library-message-acts.ts';
import type { ChannelsPort } from './channels-port.ts';
import type { ChatsPort } from './chats-port.ts';
import type { MessageReadsPort } from './message-reads-port.ts';
import type { MessageActsPort } from './message-acts-port.ts';
import type { GroupsPort } from './groups-port.ts';
import { libraryPeople } from './library/library-people.ts';
import type { MessagesPort } from './messages-port.ts';
import type { PeoplePorts } from './people-ports.ts';
import type { Account, WhatsAppClient, WhatsAppEvents } from './whatsapp-port.ts';

const { Client } = wweb;

export interface AdapterOptions {
  readonly init: WorkerInit;
  readonly events: WhatsAppEvents;
  /** Told of an exception in a listener of the library's events. */
  readonly onListenerError: (error: unknown) => void;
}

const epitaphMs = 500;
const exitPollMs = 20;

/** The unmodified library behind our port; the only file that imports it. */
export class WhatsAppWebAdapter implements WhatsAppClient {
  readonly messages: MessagesPort;
  readonly history: HistoryPort;
  readonly chats: ChatsPort;
  readonly messageReads: MessageReadsPort;
  readonly messageActs: MessageActsPort;
  readonly groups: GroupsPort;
  readonly people: PeoplePorts;
  readonly channels: ChannelsPort;
  readonly #options: AdapterOptions;
  readonly #events: WhatsAppEvents;
  readonly #client: LibraryClient;
  readonly #launch = new AbortController();
  readonly #spawn: SpawnWatch;
  #started: Promise<void> | undefined;
  #browser: Browser | undefined;
  #page: Page | undefined;
  #closing = false;
  #gone = false;

  constructor(options: AdapterOptions) {
    this.#options = options;
    this.#events = options.events;
    this.#spawn = new SpawnWatch((browser) => options.events.onBrowser(browser));
    const { init } = options;
    this.#client = new Client({
      authStrategy: new KeepingAuth(init, this.#hooks()),
      // Any other type writes into the working directory, or serves a document that Chromium cuts off from its socket.
      webVersionCache: { type: 'none' },
      authTimeoutMs: init.deadlines.stateKnownMs + 5_000,
      takeoverOnConflict: false,
      puppeteer: launchOptions(init.browser, init.tempDir, this.#launch.signal),
    });
    this.messages = new LibraryMessages(this.#client, init.mediaDir);
    this.history = new LibraryHistory(this.#client);
    this.chats = new LibraryChats(this.#client);
    this.messageReads = new LibraryMessageReads(this.#client);
    this.messageActs = new LibraryMessageActs(this.#client);
    this.groups = new LibraryGroups(this.#client, init.mediaDir);
    this.people = libraryPeople(this.#client, init.mediaDir);
    this.channels = new LibraryChannels(this.#client, init.mediaDir);
    this.#listenToSession();
    listenToAccount(this.#client, (fact) => options.events.onFact(fact), options.onListenerError);
  }

  start(): Promise<void> {
    this.#started ??= this.#start();
    return this.#started;
  }

  async state(): Promise<string | null> {
    return (await this.#client.getState()) ?? null;
  }

  async resolveNumber(chatId: string): Promise<string | null> {
    return (await this.#client.getNumberId(chatId))?._serialized ?? null;
  }

  async requestPairingCode(digits: string): Promise<string> {
    return this.#client.requestPairingCode(digits);
  }

  async refreshQr(): Promise<void> {
    await this.#page?.evaluate(refreshQrScript);
  }

  async logout(): Promise<void> {
    // Not the library's logout(): when the server answers late, that one closes the browser under a session that goes on.
    await this.#page?.evaluate(logoutScript);
  }

  async screenshot(): Promise<Uint8Array> {
    if (this.#page === undefined) throw new Error('There is no page yet.');
    return this.#page.screenshot({ type: 'png' });
  }

  isGone(): boolean {
    // What we close ourselves is not lost: puppeteer rejects calls of the library under a close.
    if (this.#closing) return false;
    return this.#gone || this.#browser?.connected === false || this.#page?.isClosed() === true;
  }

  async close(): Promise<void> {
    this.#closing = true;
    if (this.#browser === undefined) {
      // destroy() during a launch does nothing, and the browser would start afterwards.
      this.kill();
      await this.#started?.catch(() => undefined);
    } else {
      await this.#client.destroy();
    }
    await this.ended();
  }

  kill(): void {
    this.#closing = true;
    this.#launch.abort();
    const { identity } = this.#spawn;
    if (identity !== undefined) killGroup(identity);
  }

  async ended(): Promise<void> {
    while (this.#hasProcesses()) await delay(exitPollMs);
  }

  async #start(): Promise<void> {
    try {
      await this.#client.initialize();
    } catch (error) {
      if (this.#browser !== undefined || this.#closing) throw error;
      // All that puppeteer says of a browser that ended is that its pipe is closed.
      const epitaph = await this.#spawn.epitaph(epitaphMs);
      throw new LaunchFailed(this.#options.init.browser.path, epitaph, { cause: error });
    } finally {
      this.#spawn.stop();
    }
  }

  #hasProcesses(): boolean {
    const { identity } = this.#spawn;
    return identity !== undefined && hasMembers(identity);
  }

  #hooks(): AuthHooks {
    return {
      afterLaunch: () => this.#watchBrowser(),
      onUnpaired: async () => {
        if (!this.#events.onUnpaired()) await never();
      },
      // The library would now close the browser by an un-awaited destroy(); what a state means is decided by us.
      onDisconnect: never,
      // After a logout the library would delete the profile, inject into the page it is leaving, and offer a QR code
      // whose link is lost at the next restart.
      onLogout: async () => {
        if (!(await this.#events.onLogout())) await never();
      },
    };
  }

  async #watchBrowser(): Promise<void> {
    const { pupBrowser: browser, pupPage: page } = this.#client;
    if (browser == null || page == null || browser === this.#browser) return;
    this.#browser = browser;
    this.#page = page;
    this.#spawn.stop();
    watchForEnd(browser, page, (detail) => {
      this.#noteGone(detail);
    });
    watchPage(page, {
      onLoaded: () => this.#events.onPageLoaded(),
      onConsole: (type, text) => this.#events.onConsole(type, text),
      onNavigated: (url) => this.#events.onNavigated(url),
      onReloaded: () => this.#events.onReloaded(),
      onError: (detail, ofLibrary) => this.#events.onPageError(detail, ofLibrary),
    });
    this.#events.onLaunched();
    await page.exposeFunction(storageReporter, (items: unknown, databases: unknown) => {
      this.#events.onStorageAtStart({ localStorageItems: Number(items), databases: Number(databases) });
    });
    await page.evaluateOnNewDocument(storageScript);
  }

  #listenToSession(): void {
    const events = this.#events;
    const onPercent = this.#safe((percent: number | string) => events.onLoading(Number(percent)));
    this.#client.on(
      'qr',
      this.#safe((qr: string) => events.onQr(qr)),
    );
    this.#client.on(
      'code',
      this.#safe((code: string) => events.onPairingCode(code)),
    );
    this.#client.on('loading_screen', onPercent);
    this.#client.on(
      'authenticated',
      this.#safe(() => events.onAuthenticated()),
    );
    this.#client.on(
      'ready',
      this.#safe(() => events.onReady(this.#account())),
    );
    this.#client.on(
      'change_state',
      this.#safe((state: string) => events.onState(state)),
    );
  }

  /** A listener that never throws: what is thrown into the library only reaches the page. */
  #safe<A extends unknown[]>(listener: (...args: A) => void): (...args: A) => void {
    return (...args) => {
      try {
        listener(...args);
      } catch (error) {
        this.#options.onListenerError(error);
      }
    };
  }

  #account(): Account {
    const { wid, pushname } = this.#client.info;
    return { phone: wid.server === 'c.us' ? wid.user : null, pushName: pushname ?? null };
  }

  #noteGone(detail: string): void {
    if (this.#gone) return;
    this.#gone = true;
    if (!this.#closing) this.#events.onGone(detail);
  }
}

async function never(): Promise<never> {
  return new Promise(() => undefined);
}
