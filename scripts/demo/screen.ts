import { styleText } from 'node:util';

/** Where the demo writes to: a terminal, a file, a pipe. */
export interface ScreenTarget {
  readonly isTTY?: boolean;
  write(text: string): unknown;
}

type Style = Parameters<typeof styleText>[0];

const frames = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏'];
const frameMs = 100;
const clearLine = '\r\u001B[2K';

/** Prints what happens; in a terminal with a line at the end that moves while something goes on. */
export class Screen {
  /** Whether the target is a terminal that may be moved about on and coloured. */
  readonly isRich: boolean;
  readonly #target: ScreenTarget;
  #live: { text: string; readonly startedMs: number } | undefined;
  #frame = 0;

  constructor(target: ScreenTarget, env: NodeJS.ProcessEnv) {
    this.#target = target;
    this.isRich = target.isTTY === true && !env['NO_COLOR'] && env['TERM'] !== 'dumb';
  }

  /** The text in a style, where styles are wanted. */
  paint(style: Style, text: string): string {
    return this.isRich ? styleText(style, text, { validateStream: false }) : text;
  }

  /** Prints lines above the moving one. */
  say(text = ''): void {
    this.#target.write(`${this.isRich && this.#live !== undefined ? clearLine : ''}${text}\n`);
    this.#draw();
  }

  title(text: string): void {
    this.say();
    this.say(this.paint('bold', text));
  }

  /** Shows that something goes on until it is over, and how long it took; `update` changes the words meanwhile. */
  async during<T>(text: string, work: (update: (text: string) => void) => Promise<T>): Promise<T> {
    const live = { text, startedMs: performance.now() };
    this.#live = live;
    const timer = setInterval(() => {
      this.#frame += 1;
      this.#draw();
    }, frameMs);
    try {
      this.#draw();
      const result = await work((changed) => {
        live.text = changed;
      });
      this.#end(`${this.paint('green', '✓')} ${live.text} ${this.paint('dim', secondsSince(live.startedMs))}`);
      return result;
    } catch (error) {
      const isStopped = error instanceof Error && error.name === 'AbortError';
      const mark = isStopped ? this.paint('dim', '–') : this.paint('red', '✗');
      this.#end(`${mark} ${live.text} ${this.paint('dim', isStopped ? 'stopped' : secondsSince(live.startedMs))}`);
      throw error;
    } finally {
      clearInterval(timer);
    }
  }

  #draw(): void {
    if (!this.isRich || this.#live === undefined) return;
    const frame = frames[this.#frame % frames.length] ?? '';
    this.#target.write(
      `${clearLine}  ${this.paint('cyan', frame)} ${this.#live.text} ${this.paint('dim', secondsSince(this.#live.startedMs))}`,
    );
  }

  #end(line: string): void {
    const start = this.isRich ? clearLine : '';
    this.#live = undefined;
    this.#target.write(`${start}  ${line}\n`);
  }
}

function secondsSince(startedMs: number): string {
  return `${((performance.now() - startedMs) / 1_000).toFixed(1)} s`;
}
