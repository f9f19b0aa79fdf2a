import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { DevicesFull, DeviceUnknown, PhoneBanned, PhoneExists, PhoneUnknown } from '../simulator-errors.ts';
import type { Account, AddressBookEntry, Device } from './account.ts';
import type { Credentials } from '../protocol/page-frames.ts';
import { parsePhoneNumber } from './phone-number.ts';

/** What a new phone is made of. */
export type NewPhone = { number: string; name: string; platform?: string; contacts?: AddressBookEntry[] };

type Options = { accounts?: Account[]; maxDevices: number; changed: () => void; now?: () => Date };

function hash(secret: string): string {
  return createHash('sha256').update(secret).digest('base64');
}

function matches(secret: string, expected: string): boolean {
  return timingSafeEqual(Buffer.from(hash(secret)), Buffer.from(expected));
}

/** The accounts and the devices linked to them. */
export class AccountStore {
  readonly #accounts: Map<string, Account>;
  readonly #maxDevices: number;
  readonly #changed: () => void;
  readonly #now: () => Date;

  constructor({ accounts = [], maxDevices, changed, now = () => new Date() }: Options) {
    this.#accounts = new Map(accounts.map((account) => [account.number, account]));
    this.#maxDevices = maxDevices;
    this.#changed = changed;
    this.#now = now;
  }

  add({ number: text, name, platform = 'android', contacts = [] }: NewPhone): Account {
    const number = parsePhoneNumber(text);
    if (this.#accounts.has(number)) throw new PhoneExists(number);
    const lid = createHash('sha256').update(number).digest().readBigUInt64BE().toString().slice(0, 15).padStart(15, '1');
    const book = contacts.map((entry) => ({ number: parsePhoneNumber(entry.number), name: entry.name }));
    const account = { number, lid, name, platform, online: true, banned: false, nextDevice: 1, contacts: book, devices: [] };
    this.#accounts.set(number, account);
    this.#changed();
    return account;
  }

  all(): Account[] {
    return [...this.#accounts.values()];
  }

  find(number: string): Account | undefined {
    return this.#accounts.get(number);
  }

  findByLid(lid: string): Account | undefined {
    return this.all().find((account) => account.lid === lid);
  }

  get(number: string): Account {
    const account = this.find(number);
    if (!account) throw new PhoneUnknown(number);
    return account;
  }

  update(number: string, change: Partial<Pick<Account, 'name' | 'online' | 'banned' | 'inviteOnly'>>): Account {
    const account = Object.assign(this.get(number), change);
    this.#changed();
    return account;
  }

  /** Puts somebody into the address book, or under another name. */
  saveEntry(number: string, entry: AddressBookEntry): void {
    const account = this.get(number);
    account.contacts = [...account.contacts.filter((each) => each.number !== entry.number), entry];
    this.#changed();
  }

  removeEntry(number: string, other: string): void {
    const account = this.get(number);
    account.contacts = account.contacts.filter((each) => each.number !== other);
    this.#changed();
  }

  /** Throws where the account may not link another device. */
  assertCanLink(number: string): void {
    const account = this.get(number);
    if (account.banned) throw new PhoneBanned(number);
    if (account.devices.length >= this.#maxDevices) throw new DevicesFull(number, this.#maxDevices);
  }

  /** Makes a device and the two secrets its profile has to keep; it counts only once it is committed. */
  prepareDevice(number: string): { device: Device; credentials: Credentials } {
    const account = this.get(number);
    const deviceId = `${number}:${account.nextDevice}`;
    account.nextDevice += 1;
    const credentials = { deviceId, localSecret: randomBytes(32).toString('base64'), databaseSecret: randomBytes(32).toString('base64') };
    const device: Device = {
      id: deviceId,
      number,
      localHash: hash(credentials.localSecret),
      databaseHash: hash(credentials.databaseSecret),
      browser: { os: '', name: '' },
      linkedAt: this.#now().toISOString(),
      nextSequence: 1,
      pending: [],
    };
    return { device, credentials };
  }

  commitDevice(device: Device): void {
    this.get(device.number).devices.push(device);
    this.#changed();
  }

  /** The linked device with these credentials. Both secrets have to be right. */
  authenticate({ deviceId, localSecret, databaseSecret }: Credentials): Device | undefined {
    const device = this.findDevice(deviceId);
    if (!device) return undefined;
    const right = [matches(localSecret, device.localHash), matches(databaseSecret, device.databaseHash)];
    return right.every(Boolean) ? device : undefined;
  }

  devices(): Device[] {
    return this.all().flatMap(({ devices }) => devices);
  }

  findDevice(deviceId: string): Device | undefined {
    return this.devices().find(({ id }) => id === deviceId);
  }

  removeDevice(number: string, deviceId: string): Device {
    const account = this.get(number);
    const index = account.devices.findIndex(({ id }) => id === deviceId);
    const [device] = index === -1 ? [] : account.devices.splice(index, 1);
    if (!device) throw new DeviceUnknown(number, deviceId);
    this.#changed();
    return device;
  }
}
