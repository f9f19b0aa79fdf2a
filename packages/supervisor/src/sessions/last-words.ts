import { createReadStream, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Logger } from 'pino';
import { LazyValidator } from '@whatsapp-service/shared/validation/lazy-validator.ts';
import { KeptEvent } from '@whatsapp-service/shared/ipc/facts.ts';
import { directWrites } from '../storage/writes.ts';
import type { Writes } from '../storage/writes.ts';
import { effectsOf } from './fact-effects.ts';
import { SessionJournal } from './session-journal.ts';
import type { JournalTools } from './session-journal.ts';

export interface LastWordsOptions extends JournalTools {
  readonly folder: string;
  readonly writes?: Writes;
  readonly logger: Logger;
}

const validator = new LazyValidator(KeptEvent);
const fileName = /^([A-Za-z0-9_-]{1,64})\.[0-9a-f-]{36}\.jsonl$/;

/**
 * What workers left behind that ended in order while no supervisor was there. What the event log knows of it already is not told twice.
 * What a worker said of its session's state is left out: the session has been started anew since, or is about to be.
 */
export class LastWords {
  readonly #options: LastWordsOptions;

  constructor(options: LastWordsOptions) {
    this.#options = options;
    mkdirSync(options.folder, { recursive: true, mode: 0o700 });
  }

  /** Takes in everything that is there, for when no worker runs but those that were taken over; what is of no session is removed. */
  async takeInAll(isKnown: (sessionId: string) => boolean): Promise<void> {
    for (const name of this.#names()) {
      const sessionId = fileName.exec(name)?.[1];
      if (sessionId !== undefined && isKnown(sessionId)) await this.#takeIn(name, sessionId);
      // One that is being written is of a worker that was taken over.
      else if (!name.endsWith('.tmp')) this.#remove(name);
    }
  }

  /** Takes in what this session's worker left, which has ended. */
  async takeIn(sessionId: string): Promise<void> {
    for (const name of this.#names()) if (fileName.exec(name)?.[1] === sessionId) await this.#takeIn(name, sessionId);
  }

  async #takeIn(name: string, sessionId: string): Promise<void> {
    const { logger, writes = directWrites } = this.#options;
    const journal = new SessionJournal(this.#options, sessionId);
    const path = this.#pathOf(name);
    let events = 0;
    let unreadable = 0;
    try {
      for await (const line of createInterface({ input: createReadStream(path) })) {
        const event = eventOf(line);
        if (event === undefined) {
          unreadable += 1;
          continue;
        }
        const { log, caughtUp } = effectsOf(event.fact, event.timeMs);
        if (log !== undefined) journal.fact(log, event.timeMs);
        if (caughtUp !== undefined) journal.caughtUp(caughtUp);
        events += log === undefined ? 0 : 1;
      }
    } catch (error) {
      logger.error(
        { session_id: sessionId, err: error },
        `What its last worker left in ${path} could not be read; it is tried again at the next start`,
      );
      return;
    }
    logger.info({ session_id: sessionId, events, unreadable }, 'What its last worker could not tell is taken into the event log');
    // Only when it is on the disk.
    writes.write(() => () => this.#remove(name));
  }

  #names(): string[] {
    try {
      return readdirSync(this.#options.folder).toSorted();
    } catch {
      // Whoever removed the folder removed what was in it.
      return [];
    }
  }

  #remove(name: string): void {
    try {
      rmSync(this.#pathOf(name), { force: true });
    } catch {
      // A disk that is read-only: it is read once more at the next start, and nothing of it is told twice.
    }
  }

  #pathOf(name: string): string {
    return join(this.#options.folder, name);
  }
}

/** A line that a worker wrote is believed no more than what it says by its socket. */
function eventOf(line: string): KeptEvent | undefined {
  try {
    const value: unknown = JSON.parse(line);
    return validator.Check(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
