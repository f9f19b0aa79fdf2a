import { parsePhoneNumber } from '../accounts/phone-number.ts';
import type { ChannelDesk } from './channel-desk.ts';
import type { ChannelPost, ChannelRecord } from './channel-record.ts';

/** What one phone does with channels. Every method but the first throws PhoneOffline, ChannelUnknown, ChannelForbidden. */
export class PhoneChannels {
  readonly #number: string;
  readonly #channels: ChannelDesk;
  readonly #assertOnline: () => void;

  constructor(number: string, channels: ChannelDesk, assertOnline: () => void) {
    this.#number = number;
    this.#channels = channels;
    this.#assertOnline = assertOnline;
  }

  /** Those that it owns, helps to run, or follows. */
  list(): ChannelRecord[] {
    return this.#channels.of(this.#number);
  }

  get(id: string): ChannelRecord {
    return this.#desk.get(id);
  }

  create(name: string, description = ''): ChannelRecord {
    return this.#desk.create(this.#number, name, description);
  }

  post(id: string, body: string): ChannelPost {
    return this.#desk.post(this.#number, id, { body });
  }

  subscribe(id: string): void {
    this.#desk.subscribe(this.#number, id);
  }

  /** Asks somebody to become an admin. Throws NumberInvalid. */
  inviteAdmin(id: string, number: string): void {
    this.#desk.inviteAdmin(this.#number, id, parsePhoneNumber(number));
  }

  acceptAdminInvite(id: string): void {
    this.#desk.acceptAdminInvite(this.#number, id);
  }

  get #desk(): ChannelDesk {
    this.#assertOnline();
    return this.#channels;
  }
}
