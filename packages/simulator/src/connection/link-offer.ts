import { randomBytes } from 'node:crypto';
import Type from 'typebox';
import Value from 'typebox/value';
import { LinkFailed, MethodUnknown } from '../simulator-errors.ts';
import type { LinkKeys, PageFrame, RequestFrame } from '../protocol/page-frames.ts';
import type { AccountStore } from '../accounts/account-store.ts';
import type { Device } from '../accounts/account.ts';
import type { Me } from '../protocol/server-frames.ts';
import { newPairingCode } from '../linking/pairing-code.ts';
import type { PageConnection } from './page-connection.ts';

/** How long refs live, and how many a page gets before it has to ask again. */
export type RefSettings = { qrRefreshMs: number; qrRefs: number };

type Settings = RefSettings & { onRefGone(ref: string): void };

const linkDeadlineMs = 10_000;
const pairingCodeLifetimeMs = 180_000;
const PairingCodeParams = Type.Object({ phone: Type.String() });

/** An unlinked page that offers itself to phones: by a ref that changes, and by a pairing code when it asks for one. */
export class LinkOffer {
  readonly keys: LinkKeys;
  readonly #connection: PageConnection;
  readonly #settings: Settings;
  #ref: string | undefined;
  #refsLeft = 0;
  #shown = false;
  #timer: NodeJS.Timeout | undefined;
  #code: { text: string; phone: string; expiresAt: number } | undefined;
  #taken = false;

  constructor(connection: PageConnection, keys: LinkKeys, settings: Settings) {
    this.keys = keys;
    this.#connection = connection;
    this.#settings = settings;
    connection.on('closed', () => this.#end());
    connection.on('frame', (frame) => this.#onFrame(frame));
  }

  /** The ref that is on offer now. */
  get ref(): string | undefined {
    return this.#ref;
  }

  /** The page's pairing code, where it has asked for one that is still good. */
  pairingCodeFor(phone: string, nowMs = Date.now()): string | undefined {
    const code = this.#code;
    return code && code.phone === phone && nowMs < code.expiresAt ? code.text : undefined;
  }

  /** Starts a new round of refs. */
  offer(): void {
    clearTimeout(this.#timer);
    if (this.#taken || this.#connection.signal.aborted) return;
    this.#refsLeft = this.#settings.qrRefs;
    this.#nextRef();
  }

  /** Makes the page a device of this account; resolves when the page has stored what it needs. */
  async link(accounts: AccountStore, number: string, me: Me): Promise<Device> {
    accounts.assertCanLink(number);
    if (this.#taken) throw new LinkFailed('another phone is linking it at this moment');
    this.#end();
    this.#taken = true;
    const { device, credentials } = accounts.prepareDevice(number);
    const signal = AbortSignal.any([this.#connection.signal, AbortSignal.timeout(linkDeadlineMs)]);
    this.#connection.send({ kind: 'paired', credentials, me });
    try {
      const { browser } = await this.#connection.next('stored', signal);
      accounts.commitDevice(Object.assign(device, { browser }));
      return device;
    } catch (error) {
      const reason = this.#connection.signal.aborted ? 'it closed its connection' : `no answer in ${linkDeadlineMs} ms`;
      throw new LinkFailed(reason, { cause: error });
    }
  }

  #nextRef(): void {
    this.#withdrawRef();
    if (this.#refsLeft === 0) {
      this.#connection.send({ kind: 'refs_used_up' });
      return;
    }
    this.#refsLeft -= 1;
    const ref = `2@${randomBytes(64).toString('base64')}`;
    this.#ref = ref;
    this.#connection.send({ kind: this.#shown ? 'ref' : 'unpaired', ref });
    this.#shown = true;
    this.#timer = setTimeout(() => this.#nextRef(), this.#settings.qrRefreshMs);
  }

  #onFrame(frame: PageFrame): void {
    if (frame.kind === 'request') void this.#connection.respond(frame, (request) => this.#answer(request));
  }

  #answer({ method, params }: RequestFrame): unknown {
    if (method === 'refresh_qr') return this.offer();
    if (method !== 'pairing_code') throw new MethodUnknown(method);
    const phone = Value.Parse(PairingCodeParams, params).phone.replaceAll(/\D/g, '');
    this.#code = { text: newPairingCode(), phone, expiresAt: Date.now() + pairingCodeLifetimeMs };
    return this.#code.text;
  }

  #end(): void {
    clearTimeout(this.#timer);
    this.#withdrawRef();
    this.#code = undefined;
  }

  #withdrawRef(): void {
    if (this.#ref !== undefined) this.#settings.onRefGone(this.#ref);
    this.#ref = undefined;
  }
}
