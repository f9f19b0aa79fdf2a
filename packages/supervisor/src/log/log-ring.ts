import { Writable } from 'node:stream';
import { logLineLevels } from '@whatsapp-service/shared/api/log-line.ts';
import type { LogLine } from '@whatsapp-service/shared/api/log-line.ts';
import { isWithinPrefix } from '@whatsapp-service/shared/session/session-id.ts';

const levels: readonly string[] = logLineLevels;

/** Keeps the last lines of the service's log in memory, and hands new ones on. */
export class LogRing {
  /** Where pino writes to. */
  readonly stream: Writable;
  readonly #capacity: number;
  readonly #listeners = new Set<(line: LogLine) => void>();
  #lines: LogLine[] = [];
  #lastSeq = 0;

  constructor(capacity: number) {
    this.#capacity = capacity;
    this.stream = new Writable({
      decodeStrings: false,
      write: (chunk: string, _encoding, done) => {
        this.#take(chunk);
        done();
      },
    });
  }

  /** The lines after a number, at least of a level, oldest first. */
  read(query: { after: number; level?: string; sessionId?: string; sessionPrefix?: string; limit: number }): {
    lines: LogLine[];
    last_seq: number;
  } {
    const lowest = query.level === undefined ? 0 : levels.indexOf(query.level);
    const lines = this.#lines.filter(
      (line) =>
        line.seq > query.after &&
        levels.indexOf(line.level) >= lowest &&
        (query.sessionId === undefined || line.session_id === query.sessionId) &&
        isWithinPrefix(line.session_id, query.sessionPrefix),
    );
    return { lines: lines.slice(0, query.limit), last_seq: this.#lastSeq };
  }

  subscribe(listener: (line: LogLine) => void): () => void {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  }

  #take(chunk: string): void {
    const entry: unknown = JSON.parse(chunk);
    this.#lastSeq += 1;
    const line: LogLine = {
      seq: this.#lastSeq,
      time: textOf(entry, 'time') ?? '',
      level: textOf(entry, 'level') ?? '',
      session_id: textOf(entry, 'session_id') ?? null,
      message: textOf(entry, 'msg') ?? '',
    };
    // Cut in halves: one shift a line would move the whole array each time.
    if (this.#lines.length >= this.#capacity * 2) this.#lines = this.#lines.slice(-this.#capacity);
    this.#lines.push(line);
    for (const listener of this.#listeners) listener(line);
  }
}

function textOf(entry: unknown, name: string): string | undefined {
  const value: unknown = typeof entry === 'object' && entry !== null ? Reflect.get(entry, name) : undefined;
  return typeof value === 'string' ? value : undefined;
}
