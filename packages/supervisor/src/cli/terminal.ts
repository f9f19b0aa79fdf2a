import { createInterface } from 'node:readline/promises';
import type { Readable, Writable } from 'node:stream';
import { styleText } from 'node:util';

/** The streams of the process; `isTTY` as Node.js says it. */
export interface TerminalStreams {
  readonly stdin: Readable & { readonly isTTY?: boolean };
  readonly stdout: Writable & { readonly isTTY?: boolean };
  readonly stderr: Writable & { readonly isTTY?: boolean };
  readonly env: Readonly<Record<string, string | undefined>>;
}

type Style = Parameters<typeof styleText>[0];

/** Where the command reads and writes: results go to stdout, everything else to stderr. */
export class Terminal {
  /** Whether the output is a terminal that may be moved about on and coloured. */
  readonly isRich: boolean;
  /** Whether there is somebody to ask. */
  readonly canAsk: boolean;
  readonly #streams: TerminalStreams;

  constructor(streams: TerminalStreams) {
    this.#streams = streams;
    this.isRich = streams.stdout.isTTY === true && !streams.env['NO_COLOR'] && streams.env['TERM'] !== 'dumb';
    this.canAsk = streams.stdin.isTTY === true && streams.stderr.isTTY === true;
  }

  /** Writes a line of the result. */
  say(text: string): void {
    this.#streams.stdout.write(`${text}\n`);
  }

  /** Writes to the output as it is. */
  write(text: string): void {
    this.#streams.stdout.write(text);
  }

  /** Writes a line beside the result. */
  note(text: string): void {
    this.#streams.stderr.write(`${text}\n`);
  }

  /** The text in a style, where styles are wanted. */
  paint(style: Style, text: string): string {
    return this.isRich ? styleText(style, text, { validateStream: false }) : text;
  }

  /** What a person answers; an empty text where the input ends, undefined once the time is over. */
  async ask(question: string, timeoutMs: number): Promise<string | undefined> {
    const { stdin, stderr } = this.#streams;
    // No raw mode: Ctrl-C stays a signal.
    const lines = createInterface({ input: stdin, output: stderr, terminal: false });
    try {
      const ended = new Promise<string>((resolve) => {
        lines.once('close', () => {
          resolve('');
        });
      });
      return await Promise.race([lines.question(question, { signal: AbortSignal.timeout(timeoutMs) }), ended]);
    } catch {
      return undefined;
    } finally {
      lines.close();
    }
  }
}
