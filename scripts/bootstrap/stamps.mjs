import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/** What the set-up has finished, by step: one small file that survives between runs. A step that was interrupted has no entry. */
export class Stamps {
  #path;

  /** @param {string} path */
  constructor(path) {
    this.#path = path;
  }

  /** @param {string} step @returns {string | undefined} */
  read(step) {
    return this.#all()[step];
  }

  /** Notes that a step is done (or, with undefined, no longer). @param {string} step @param {string | undefined} value */
  write(step, value) {
    const all = this.#all();
    if (value === undefined) delete all[step];
    else all[step] = value;
    mkdirSync(dirname(this.#path), { recursive: true });
    writeFileSync(`${this.#path}.${process.pid}`, `${JSON.stringify(all, undefined, 2)}\n`);
    renameSync(`${this.#path}.${process.pid}`, this.#path);
  }

  /** @returns {Record<string, string>} */
  #all() {
    try {
      const parsed = JSON.parse(readFileSync(this.#path, 'utf8'));
      return typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed) ? parsed : {};
    } catch {
      // No file yet, or one that a full disk cut off: every step looks again.
      return {};
    }
  }
}
