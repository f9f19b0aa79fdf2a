import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import Value from 'typebox/value';
import { errorCodeOf } from '@whatsapp-service/shared/errors/error-code.ts';
import { SimulatorState } from './simulator-state.ts';
import { StateFileUnreadable } from '../simulator-errors.ts';

const settleMs = 50;
const ownerOnly = 0o600;

/** Keeps the state in one JSON file, which holds the certificate's key too: readable by its owner only. */
export class StateFile {
  readonly #path: string;
  #timer: NodeJS.Timeout | undefined;
  #writing: Promise<void> = Promise.resolve();
  #current: (() => SimulatorState) | undefined;

  constructor(path: string) {
    this.#path = path;
  }

  /** The kept state; undefined when there is no such file yet. Throws StateFileUnreadable. */
  async load(): Promise<SimulatorState | undefined> {
    try {
      const value: unknown = JSON.parse(await readFile(this.#path, 'utf8'));
      if (Value.Check(SimulatorState, value)) return value;
      throw new Error('it is not a state file of this simulator');
    } catch (error) {
      if (errorCodeOf(error) === 'ENOENT') return undefined;
      throw new StateFileUnreadable(this.#path, error instanceof Error ? error.message : String(error));
    }
  }

  /** Writes soon: a burst of changes becomes one write. */
  schedule(current: () => SimulatorState): void {
    this.#current = current;
    this.#timer ??= setTimeout(() => void this.#write(), settleMs);
  }

  /** Writes what is not written yet. */
  async flush(): Promise<void> {
    if (this.#timer) void this.#write();
    await this.#writing;
  }

  #write(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#writing = this.#writing.then(async () => {
      if (!this.#current) return;
      await mkdir(dirname(this.#path), { recursive: true });
      const temporary = `${this.#path}.new`;
      await writeFile(temporary, JSON.stringify(this.#current()), { mode: ownerOnly });
      await rename(temporary, this.#path);
    });
    return this.#writing;
  }
}
