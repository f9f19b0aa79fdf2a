import { redact } from './redact.ts';

export interface Evidence {
  readonly last_navigation: string | null;
  readonly console: readonly { readonly time: string; readonly type: string; readonly text: string }[];
}

const keptLines = 50;
/** What a page logs for its developers may name chats and messages; what it warns of does not. */
const keptTypes: ReadonlySet<string> = new Set(['error', 'warn', 'warning', 'assert', 'exception']);

/** Remembers what the page last complained of, and where it went. */
export class PageEvidence {
  #lines: Evidence['console'] = [];
  #url: string | null = null;

  noteConsole(type: string, text: string): void {
    if (!keptTypes.has(type)) return;
    this.#lines = [...this.#lines, { time: new Date().toISOString(), type, text: redact(text) }].slice(-keptLines);
  }

  noteNavigation(url: string): void {
    this.#url = redact(url);
  }

  view(): Evidence {
    return { last_navigation: this.#url, console: this.#lines };
  }
}
