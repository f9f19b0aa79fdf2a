import { mkdtemp, rm } from 'node:fs/promises';
import { EventEmitter, once } from 'node:events';
import { join } from 'node:path';
import { tmpdir } from 'node:os';
import { findChromium } from '@whatsapp-service/shared/chromium/find-chromium.mjs';
import type { Simulator } from '@whatsapp-service/simulator/simulator.ts';
import whatsapp, { type ClientOptions } from 'whatsapp-web.js';

type Options = { simulator: Simulator; dataPath: string; clientId?: string; settings?: Partial<ClientOptions> };
type Watched = (typeof watched)[number];

const watched = [
  'qr',
  'code',
  'authenticated',
  'ready',
  'disconnected',
  'change_state',
  'loading_screen',
  'message',
  'message_create',
  'message_ack',
  'message_reaction',
  'unread_count',
  'call',
  'contact_changed',
  'group_join',
  'group_leave',
  'group_admin_changed',
  'group_membership_request',
  'group_update',
  'message_edit',
  'message_revoke_everyone',
  'message_revoke_me',
  'chat_archived',
  'vote_update',
] as const;
const eventDeadlineMs = 15_000;
const protocolTimeoutMs = 20_000;
const closeDeadlineMs = 5_000;

/** The folder of one LocalAuth client. */
export function profileFolder(dataPath: string, clientId = 'one'): string {
  return join(dataPath, `session-${clientId}`);
}

/** A folder that is gone after the test. */
export async function temporaryFolder(t: { teardown(fn: () => Promise<void>): unknown }): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'simulator-test-'));
  t.teardown(() => rm(folder, { recursive: true, force: true, maxRetries: 5 }));
  return folder;
}

/** LocalAuth that notes each answer whose text the library asks for: closing before it has it ends in a rejection nobody handles. */
class WatchedAuth extends whatsapp.LocalAuth {
  readonly bodies: Array<Promise<unknown>> = [];
  readonly #client: () => whatsapp.Client;

  constructor(options: { clientId: string; dataPath: string }, client: () => whatsapp.Client) {
    super(options);
    this.#client = client;
  }

  override afterBrowserInitialized = async (): Promise<void> => {
    // puppeteer lets go of its pipes before they end; a reset after that would be nobody's and end the test.
    for (const pipe of this.#client().pupBrowser?.process()?.stdio ?? []) pipe?.on('error', () => undefined);
    this.#client().pupPage?.on('response', (response) => {
      if (response.request().isNavigationRequest()) this.bodies.push(response.text().catch(() => undefined));
    });
    return Promise.resolve();
  };
}

/** The unmodified whatsapp-web.js with LocalAuth, in a real browser; it keeps each event until a test asks for it. */
export class LibraryClient {
  readonly client: whatsapp.Client;
  readonly #events = new Map<Watched, unknown[][]>(watched.map((name) => [name, []]));
  readonly #came = new EventEmitter();
  readonly #auth: WatchedAuth;

  constructor({ simulator, dataPath, clientId = 'one', settings = {} }: Options) {
    const chromium = findChromium({ env: process.env });
    if (!chromium) throw new Error('There is no Chromium on this machine.');
    this.#auth = new WatchedAuth({ clientId, dataPath }, () => this.client);
    this.client = new whatsapp.Client({
      authStrategy: this.#auth,
      webVersionCache: { type: 'none' },
      puppeteer: {
        executablePath: chromium.path,
        headless: chromium.kind === 'headless-shell' ? 'shell' : true,
        pipe: true,
        protocolTimeout: protocolTimeoutMs,
        args: ['--no-sandbox', '--disable-gpu', '--no-first-run', ...simulator.chromiumArgs],
      },
      ...settings,
    });
    for (const name of watched) {
      this.client.on(name, (...values: unknown[]) => {
        this.#events.get(name)?.push(values);
        this.#came.emit(name);
      });
    }
  }

  /** The values of the oldest event of this name that no test has taken yet; waits for it. */
  async next(name: Watched, timeoutMs = eventDeadlineMs): Promise<unknown[]> {
    const queue = this.#events.get(name) ?? [];
    if (queue.length === 0) {
      await once(this.#came, name, { signal: AbortSignal.timeout(timeoutMs) }).catch((error: unknown) => {
        throw new Error(`No event "${name}" in ${timeoutMs} ms.`, { cause: error });
      });
    }
    return queue.shift() ?? [];
  }

  /** How many events of this name nobody has taken yet. */
  waiting(name: Watched): number {
    return this.#events.get(name)?.length ?? 0;
  }

  async nextQr(): Promise<string> {
    return String((await this.next('qr'))[0]);
  }

  async nextMessage(name: 'message' | 'message_create' | 'message_ack' = 'message'): Promise<whatsapp.Message> {
    const [message] = await this.next(name);
    return message as whatsapp.Message;
  }

  /** Waits for an ack of one message. */
  async nextAck(id: string, ack: number): Promise<void> {
    for (;;) {
      const message = await this.nextMessage('message_ack');
      if (message.id._serialized === id && String(message.ack) === String(ack)) return;
    }
  }

  async untilReady(): Promise<this> {
    await this.client.initialize();
    await this.next('ready');
    return this;
  }

  /** Waits for a page that was left and loaded again to be taken over: closing before that ends in a rejection nobody handles. */
  async untilInjected(): Promise<void> {
    await this.inPage("window.require('WAWebCmd').Cmd.whenListened('logout')");
    await this.inPage('0');
  }

  /** Runs a text in the page. */
  async inPage(script: string): Promise<unknown> {
    return this.client.pupPage?.evaluate(script);
  }

  /** Closes the browser; one that does not answer is killed. */
  async close(): Promise<void> {
    const browserProcess = this.client.pupBrowser?.process();
    const timer = setTimeout(() => browserProcess?.kill('SIGKILL'), closeDeadlineMs);
    await Promise.all(this.#auth.bodies);
    await this.client.destroy().catch(() => undefined);
    clearTimeout(timer);
  }
}

/** Links a new profile to a phone and leaves it running. */
export async function linkedClient(options: Options, number: string): Promise<LibraryClient> {
  const library = new LibraryClient(options);
  await library.client.initialize();
  await options.simulator.phone(number).scan(await library.nextQr());
  await library.next('ready');
  return library;
}
