import { existsSync, readFileSync } from 'node:fs';

/** A file that a service writes its JSON lines to; a pipe would break in its hands when its reader is killed. */
export class ServiceLog {
  readonly path: string;

  constructor(path: string) {
    this.path = path;
  }

  /** What was said so far, without times and fields. */
  get messages(): string[] {
    return this.#lines.map(messageOf);
  }

  /** The last lines, for people. */
  tail(count: number): string {
    return this.messages.slice(-count).join('\n');
  }

  get #lines(): string[] {
    if (!existsSync(this.path)) return [];
    // The last piece is empty, or a line that is being written.
    return readFileSync(this.path, 'utf8').split('\n').slice(0, -1);
  }
}

function messageOf(line: string): string {
  try {
    const entry: unknown = JSON.parse(line);
    if (typeof entry !== 'object' || entry === null) return line;
    const cause: unknown = Reflect.get(Object(Reflect.get(entry, 'err')), 'message');
    const message = String(Reflect.get(entry, 'msg'));
    return typeof cause === 'string' ? `${message}: ${cause}` : message;
  } catch {
    // What ends the service before it has a logger is plain text.
    return line;
  }
}
