import type { AccountStore, NewPhone } from '../accounts/account-store.ts';
import type { ConnectionHub, ConnectionInfo } from '../connection/connection-hub.ts';
import type { FaultBoard, FaultScope } from '../faults/fault-board.ts';
import { Phone, type PhoneParts } from './phone.ts';
import type { PageServer } from '../web/page-server.ts';
import { parsePhoneNumber } from '../accounts/phone-number.ts';
import { PhoneUnknown } from '../simulator-errors.ts';

/** Everything known of one linked device; the counters begin with the simulator's start. */
export type DeviceInfo = {
  id: string;
  phone: string;
  browser: string;
  linkedAt: string;
  connected: boolean;
  pending: number;
  pageLoads: number;
  connects: number;
};

/** What a network is made of. */
export type NetworkParts = PhoneParts & { faults: FaultBoard; pages: PageServer };

/** The simulated phones, the browsers linked to them, and what goes wrong between them. */
export class PhoneNetwork {
  /** What can be made to go wrong. */
  readonly faults: FaultBoard;
  readonly #accounts: AccountStore;
  readonly #hub: ConnectionHub;
  readonly #pages: PageServer;
  readonly #parts: NetworkParts;
  readonly #phones = new Map<string, Phone>();

  constructor(parts: NetworkParts) {
    this.#parts = parts;
    this.faults = parts.faults;
    this.#accounts = parts.accounts;
    this.#hub = parts.hub;
    this.#pages = parts.pages;
    for (const { number } of parts.accounts.all()) this.#phones.set(number, new Phone(number, parts));
  }

  /** Makes a phone. Throws NumberInvalid, PhoneExists. */
  addPhone(newPhone: NewPhone): Phone {
    const { number } = this.#accounts.add(newPhone);
    const phone = new Phone(number, this.#parts);
    this.#phones.set(number, phone);
    return phone;
  }

  /** The phone with this number. Throws NumberInvalid, PhoneUnknown. */
  phone(number: string): Phone {
    const phone = this.findPhone(number);
    if (!phone) throw new PhoneUnknown(number);
    return phone;
  }

  findPhone(number: string): Phone | undefined {
    return this.#phones.get(parsePhoneNumber(number));
  }

  phones(): Phone[] {
    return [...this.#phones.values()];
  }

  /** The pages that are connected now, linked or not. */
  connections(): ConnectionInfo[] {
    return this.#hub.list();
  }

  /** The same with the signs of life of their pages since a moment, and how many connections of devices have closed. */
  beats(sinceMs = 0): ReturnType<ConnectionHub['beats']> {
    return this.#hub.beats(sinceMs);
  }

  devices(): DeviceInfo[] {
    return this.#accounts.devices().map((device) => ({
      id: device.id,
      phone: device.number,
      browser: [device.browser.name, device.browser.os].filter(Boolean).join(' on '),
      linkedAt: device.linkedAt,
      connected: this.#hub.session(device.id) !== undefined,
      pending: device.pending.length,
      pageLoads: this.#pages.loadsOf(device.id),
      connects: this.#hub.connectsOf(device.id),
    }));
  }

  /** How often a page was loaded that was no device. */
  get unlinkedPageLoads(): number {
    return this.#pages.loadsOf();
  }

  /** Cuts connections and refuses new ones of the same pages for so long: of all, one phone's, or one device's. */
  dropConnections(durationMs: number, scope: FaultScope = {}): void {
    this.#hub.drop(durationMs, scope);
  }

  /** Makes running pages spin for so long, their script answers nothing meanwhile. */
  hangPages(durationMs: number, scope: FaultScope = {}): void {
    for (const { connection } of this.#concerned(scope)) connection.send({ kind: 'hang', forMs: durationMs });
  }

  /** Tells pages that another browser took their place, as if one had. */
  conflict(scope: FaultScope = {}): void {
    for (const { connection } of this.#concerned(scope)) connection.send({ kind: 'conflict' });
  }

  /** Makes pages say once more that they are synced; whatsapp-web.js says ready again. */
  resync(scope: FaultScope = {}): void {
    for (const { connection } of this.#concerned(scope)) connection.send({ kind: 'resync' });
  }

  /** Resolves as soon as a condition on the connections holds; rejects when the signal aborts first. */
  async whenConnections(condition: (connections: ConnectionInfo[]) => boolean, timeoutMs = 10_000): Promise<void> {
    await this.#hub.whenChanged(() => condition(this.connections()), AbortSignal.timeout(timeoutMs));
  }

  #concerned(scope: FaultScope) {
    return this.#hub.sessions().filter(({ connection }) => this.faults.concerns(scope, connection.scope));
  }
}
