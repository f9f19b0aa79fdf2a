import { setTimeout as delay } from 'node:timers/promises';
import type { Fact } from '@whatsapp-service/shared/ipc/facts.ts';
import { exitCodes } from '@whatsapp-service/shared/process/exit-codes.ts';
import type { EndRequest } from '../shutdown/ending.ts';
import type { StorageAtStart } from '../whatsapp/whatsapp-port.ts';
import type { Phases } from './phases.ts';
import { isStillLinked } from './still-linked.ts';
import { StorageWitness } from './storage-witness.ts';

type LoggedOut = Extract<Fact, { type: 'logged_out' }>;

export interface UnlinkingOptions {
  readonly phases: Phases;
  readonly state: (fact: Fact) => void;
  readonly end: (request: EndRequest) => void;
  readonly isEnding: () => boolean;
  /** The page's connection state. */
  readonly probe: () => Promise<string | null>;
}

const pollMs = 20;

/** Whether the device is still linked, and the end of the worker when it is not. */
export class Unlinking {
  readonly #options: UnlinkingOptions;
  readonly #storage = new StorageWitness();
  #isTold = false;
  #logoutVerdict: Promise<boolean> | undefined;

  constructor(options: UnlinkingOptions) {
    this.#options = options;
  }

  get isTold(): boolean {
    return this.#isTold;
  }

  /** Says once that the device is no longer linked, and ends the worker. */
  tell(message: string, code: LoggedOut['code'] = 'logged_out'): void {
    const { phases, state, end, isEnding } = this.#options;
    if (this.#isTold || isEnding()) return;
    this.#isTold = true;
    phases.end('failed', message);
    state({ type: 'logged_out', code, message });
    end({ code: exitCodes.loggedOut, why: message });
  }

  byPhone(): void {
    this.tell('The device was unlinked on the phone.');
  }

  noteStorage(storage: StorageAtStart): void {
    this.#storage.note(storage);
  }

  /** A linked profile came up unpaired: says why. */
  async judgeUnpaired(): Promise<void> {
    const { code, message } = await this.#storage.verdict();
    this.tell(message, code);
  }

  /** The page left as after a logout: whether it came up linked all the same. A page that redirects asks more than once. */
  async judgeLogout(): Promise<boolean> {
    const { probe, isEnding } = this.#options;
    if (isEnding()) return false;
    this.#logoutVerdict ??= isStillLinked(probe, isEnding);
    const isLinked = await this.#logoutVerdict;
    this.#logoutVerdict = undefined;
    if (!isLinked) this.byPhone();
    return isLinked;
  }

  /** Whether the device turns out to be unlinked within `timeoutMs`. */
  async turnsOut(timeoutMs: number): Promise<boolean> {
    const deadlineMs = Date.now() + timeoutMs;
    while (!this.#isTold && Date.now() < deadlineMs && !this.#options.isEnding()) await delay(pollMs);
    return this.#isTold;
  }
}
