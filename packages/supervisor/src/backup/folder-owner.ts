import { readFile, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import Type from 'typebox';
import { Compile } from 'typebox/compile';
import { errorCodeOf } from '@whatsapp-service/shared/errors/error-code.ts';

const Owner = Type.Object({ id: Type.String(), host: Type.String({ maxLength: 255 }), since: Type.String({ maxLength: 64 }) });
const validator = Compile(Owner);

/** What says in the folder of the backups whose it is. */
export const ownerFile = 'owner.json';

/**
 * Whose folder it is: two services in one would remove each other's backups, of sessions with the same id. A lock would not do: the
 * folder may lie on a network, and the other service on another machine.
 */
export class FolderOwner {
  readonly #path: string;
  readonly #id: string;

  /** `id` is that of this service's data folder: whatever process or machine runs on it is the same owner. */
  constructor(folder: string, id: string) {
    this.#path = join(folder, ownerFile);
    this.#id = id;
  }

  /** Makes the folder this service's where it is nobody's; says whose it is, as the end of a sentence, where it is another's. Throws where the disk refuses. */
  async otherOwner(): Promise<string | undefined> {
    const line = `${JSON.stringify({ id: this.#id, host: hostname(), since: new Date().toISOString() })}\n`;
    try {
      await writeFile(this.#path, line, { flag: 'wx', mode: 0o600 });
      return undefined;
    } catch (error) {
      if (errorCodeOf(error) !== 'EEXIST') throw error;
    }
    const text = await readFile(this.#path, 'utf8');
    if (text === '') {
      // Whoever made it got no further: the disk was full, or the machine failed.
      await writeFile(this.#path, line, { mode: 0o600 });
      return undefined;
    }
    const stated = parsed(text);
    if (!validator.Check(stated)) return `its ${ownerFile} cannot be read`;
    return stated.id === this.#id ? undefined : `that of ${stated.host}, since ${stated.since}`;
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
