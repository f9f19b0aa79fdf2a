import { accessSync, constants, statfsSync } from 'node:fs';
import { errorCodeOf } from '@whatsapp-service/shared/errors/error-code.ts';
import { volatilityOf } from './volatility.ts';
import type { Volatility } from './volatility.ts';
import type { Clock } from '@whatsapp-service/shared/time/clock.ts';

/** What is wrong with a folder, as a sentence, and how much room it has. */
export interface FolderState {
  readonly setting: string;
  readonly fault: string | null;
  readonly freeBytes: number | null;
  /** Where it is on no persistent volume. */
  readonly volatile: Volatility | null;
}

export interface FolderWatchOptions {
  /** The folders by the settings that name them. */
  readonly folders: Readonly<Record<string, string>>;
  readonly clock: Clock;
  /** Told of each change: the sentence of a folder that cannot be used any more, and null once it can. */
  readonly onChange: (setting: string, fault: string | null) => void;
  /** Called after each look. */
  readonly onLook: () => void;
}

const lookEveryMs = 2_000;
/** Chromium's databases write some hundred kilobytes at a time; with less than this they fail one by one. */
export const leastFreeBytes = 4 * 1024 * 1024;

/** Looks every two seconds whether folders can be written to and have room; nothing is written for it. */
export class FolderWatch {
  readonly #options: FolderWatchOptions;
  #states: readonly FolderState[];
  #cancel: () => void = () => undefined;

  constructor(options: FolderWatchOptions) {
    this.#options = options;
    this.#states = this.#look();
    for (const { setting, fault } of this.#states) if (fault !== null) options.onChange(setting, fault);
    this.#arm();
  }

  get states(): readonly FolderState[] {
    return this.#states;
  }

  /** What is wrong with the first of these folders that cannot be used; undefined where all can. */
  faultOf(...settings: readonly string[]): string | undefined {
    return this.#states.find(({ setting, fault }) => fault !== null && settings.includes(setting))?.fault ?? undefined;
  }

  close(): void {
    this.#cancel();
  }

  #arm(): void {
    this.#cancel = this.#options.clock.after(lookEveryMs, () => {
      const before = this.#states;
      this.#states = this.#look();
      for (const [index, { setting, fault }] of this.#states.entries()) {
        if ((fault === null) !== (before[index]?.fault === null)) this.#options.onChange(setting, fault);
      }
      this.#options.onLook();
      this.#arm();
    });
  }

  #look(): readonly FolderState[] {
    return Object.entries(this.#options.folders).map(([setting, path]) => stateOf(setting, path));
  }
}

function stateOf(setting: string, path: string): FolderState {
  try {
    const { bavail, bsize, type } = statfsSync(path);
    const freeBytes = bavail * bsize;
    // Answers with EROFS on a file system that is read-only, also to root.
    accessSync(path, constants.W_OK);
    const isFull = freeBytes < leastFreeBytes;
    const fault = isFull ? `${setting} (${path}) is full: ${freeBytes} bytes are free; make room on its disk.` : null;
    return { setting, fault, freeBytes, volatile: volatilityOf(type) };
  } catch (error) {
    const code = errorCodeOf(error) ?? 'unknown error';
    const what = code === 'EROFS' ? 'is read-only' : `cannot be written to (${code})`;
    return { setting, fault: `${setting} (${path}) ${what}; mend its disk.`, freeBytes: null, volatile: null };
  }
}
