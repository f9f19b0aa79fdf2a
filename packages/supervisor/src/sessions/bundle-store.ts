import type { BundleView } from '@whatsapp-service/shared/api/timeline-view.ts';
import { readdirSync, rmSync, statSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { BundleNotFound } from '../supervisor-errors.ts';

const idPattern = /^(\d{4})(\d{2})(\d{2})T(\d{2})(\d{2})(\d{2})(\d{3})Z$/;

/** The support bundles that workers leave behind after failed starts: a few for each session. */
export class BundleStore {
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** Oldest first. */
  list(sessionId: string): BundleView[] {
    return namesIn(join(this.#folder, sessionId)).flatMap((name) => {
      const id = name.replace(/\.json$/, '');
      const size = idPattern.test(id) ? statSync(this.#pathOf(sessionId, id), { throwIfNoEntry: false })?.size : undefined;
      return size === undefined ? [] : [{ id, time: id.replace(idPattern, '$1-$2-$3T$4:$5:$6.$7Z'), bytes: size }];
    });
  }

  /** Throws BundleNotFound. */
  async read(sessionId: string, id: string): Promise<string> {
    if (!idPattern.test(id)) throw new BundleNotFound(id, sessionId);
    try {
      return await readFile(this.#pathOf(sessionId, id), 'utf8');
    } catch (error) {
      throw new BundleNotFound(id, sessionId, { cause: error });
    }
  }

  /** The session is forgotten. */
  remove(sessionId: string): void {
    rmSync(join(this.#folder, sessionId), { recursive: true, force: true });
  }

  #pathOf(sessionId: string, id: string): string {
    return join(this.#folder, sessionId, `${id}.json`);
  }
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder).toSorted();
  } catch {
    // No start has failed yet.
    return [];
  }
}
