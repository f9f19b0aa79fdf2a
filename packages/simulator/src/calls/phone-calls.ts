import { parsePhoneNumber } from '../accounts/phone-number.ts';
import { CallWaitOver } from '../simulator-errors.ts';
import type { CallDesk } from './call-desk.ts';
import type { CallRecord } from './call-record.ts';

/** The calls of one phone. */
export class PhoneCalls {
  readonly #number: string;
  readonly #desk: CallDesk;
  readonly #assertOnline: () => void;

  constructor(number: string, desk: CallDesk, assertOnline: () => void) {
    this.#number = number;
    this.#desk = desk;
    this.#assertOnline = assertOnline;
  }

  /** Calls somebody; it rings until it is rejected or hung up. Throws NumberInvalid, PhoneOffline. */
  ring(to: string, kind: { isVideo?: boolean; isGroup?: boolean } = {}): CallRecord {
    this.#assertOnline();
    return this.#desk.ring({ from: this.#number, to: parsePhoneNumber(to), ...kind });
  }

  /** Gives up a call that this phone made. Throws CallUnknown. */
  hangUp(id: string): void {
    this.#desk.hangUp(this.#number, id);
  }

  /** The calls from and to this phone, oldest first. */
  list(): CallRecord[] {
    return this.#desk.of(this.#number);
  }

  /** Resolves as soon as a call of this phone is over. Throws CallWaitOver. */
  async whenOver(id: string, timeoutMs = 10_000): Promise<CallRecord> {
    const call = this.list().find((each) => each.id === id);
    if (call && call.state !== 'ringing') return call;
    return new Promise((resolve, reject) => {
      const onOver = (over: CallRecord): void => {
        if (over.id === id) settle(() => resolve(over));
      };
      const timer = setTimeout(() => settle(() => reject(new CallWaitOver(timeoutMs, id))), timeoutMs);
      const settle = (finish: () => void): void => {
        clearTimeout(timer);
        this.#desk.off('over', onOver);
        finish();
      };
      this.#desk.on('over', onOver);
    });
  }
}
