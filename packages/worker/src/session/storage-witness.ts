import { setTimeout as delay } from 'node:timers/promises';
import type { StorageAtStart } from '../whatsapp/whatsapp-port.ts';
import { unpairedVerdict } from './unpaired-verdict.ts';
import type { UnpairedVerdict } from './unpaired-verdict.ts';

const reportTimeoutMs = 2_000;
const pollMs = 20;

/** Remembers what the page's storage held at the start of the first document. */
export class StorageWitness {
  #storage: StorageAtStart | undefined;

  /** Later documents do not count: a page that unlinks itself empties its storage before it reloads. */
  note(storage: StorageAtStart): void {
    this.#storage ??= storage;
  }

  /** Why a linked profile came up unpaired; waits a little for the page's report. */
  async verdict(): Promise<UnpairedVerdict> {
    const deadlineMs = Date.now() + reportTimeoutMs;
    while (this.#storage === undefined && Date.now() < deadlineMs) await delay(pollMs);
    return unpairedVerdict(this.#storage);
  }
}
