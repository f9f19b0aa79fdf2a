import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { LazyValidator } from '@whatsapp-service/shared/validation/lazy-validator.ts';
import Type from 'typebox';
import type { Static } from 'typebox';
import { directWrites } from '../storage/writes.ts';
import type { Writes } from '../storage/writes.ts';
import { pidSpace } from './pid-space.ts';
import type { ProcessIdentity } from '@whatsapp-service/shared/process/process-identity.ts';
import { SessionId } from '@whatsapp-service/shared/session/session-id.ts';

const Identity = Type.Object({
  pid: Type.Integer({ minimum: 2 }),
  startTime: Type.String({ pattern: '^[0-9]+$' }),
});

/** What is needed to find a worker's processes again after the supervisor is gone, and to know the worker when it dials. */
const LedgerEntry = Type.Object({
  sessionId: SessionId,
  worker: Identity,
  browser: Type.Union([Identity, Type.Null()]),
  /** What its token hashes to: the token itself is in the worker alone. */
  tokenHash: Type.String({ minLength: 43, maxLength: 43 }),
  /** The number of the supervisor that started it: each start of the service counts one up. */
  epoch: Type.Integer({ minimum: 0 }),
  protocol: Type.Integer(),
  /** The code that it was started from. */
  codeVersion: Type.String({ maxLength: 128 }),
  /** Where its pids mean anything; the ledger itself writes it. */
  pidSpace: Type.Optional(Type.String({ maxLength: 128 })),
});
export type LedgerEntry = Static<typeof LedgerEntry>;

const validator = new LazyValidator(LedgerEntry);

/** One file a live worker; each is replaced as a whole, so that a reader never sees half of one. */
export class WorkerLedger {
  readonly #folder: string;
  readonly #writes: Writes;
  readonly #pidSpace = pidSpace();

  constructor(folder: string, writes: Writes = directWrites) {
    this.#folder = folder;
    this.#writes = writes;
    mkdirSync(folder, { recursive: true, mode: 0o700 });
  }

  write(entry: LedgerEntry): void {
    const path = this.#pathOf(entry.sessionId);
    this.#writes.write(() => {
      writeFileSync(`${path}.tmp`, JSON.stringify({ ...entry, pidSpace: this.#pidSpace }), { mode: 0o600 });
      renameSync(`${path}.tmp`, path);
      return undefined;
    }, path);
  }

  remove(sessionId: string): void {
    const path = this.#pathOf(sessionId);
    this.#writes.write(() => {
      rmSync(path, { force: true });
      return undefined;
    }, path);
  }

  /** The entries that can be read; a file that is none is removed. */
  readAll(): LedgerEntry[] {
    const entries: LedgerEntry[] = [];
    for (const name of readdirSync(this.#folder)) {
      const path = join(this.#folder, name);
      const entry = readEntry(path);
      if (entry === undefined) rmSync(path, { force: true });
      else entries.push(entry);
    }
    return entries;
  }

  /** The leaders of the process groups that the entry names; none where it is of an earlier boot or container: others have those pids now. */
  leadersOf({ worker, browser, pidSpace: space }: LedgerEntry): { readonly worker?: ProcessIdentity; readonly browser?: ProcessIdentity } {
    if (space !== undefined && space !== this.#pidSpace) return {};
    return browser === null ? { worker } : { worker, browser };
  }

  #pathOf(sessionId: string): string {
    return join(this.#folder, `${sessionId}.json`);
  }
}

function readEntry(path: string): LedgerEntry | undefined {
  try {
    const value: unknown = JSON.parse(readFileSync(path, 'utf8'));
    return validator.Check(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
