import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { EventEmitter } from 'node:events';
import { Readable } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import { identify } from '@whatsapp-service/shared/process/process-identity.ts';
import type { ProcessIdentity } from '@whatsapp-service/shared/process/process-identity.ts';

const channel = 'child_process';
const lastWordsLength = 600;

/**
 * Watches for the one process that a launch spawns: puppeteer tells its pid only when the launch is over, and with a pipe
 * nothing of what it wrote when the launch failed.
 */
export class SpawnWatch {
  readonly #onSpawn: (browser: ProcessIdentity) => void;
  #child: EventEmitter | undefined;
  #identity: ProcessIdentity | undefined;
  #lastWords = '';
  #end: string | undefined;

  constructor(onSpawn: (browser: ProcessIdentity) => void) {
    this.#onSpawn = onSpawn;
    subscribe(channel, this.#onMessage);
  }

  /** The process, as soon as there is one. */
  get identity(): ProcessIdentity | undefined {
    this.#identify();
    return this.#identity;
  }

  /** Looks for no further process. */
  stop(): void {
    unsubscribe(channel, this.#onMessage);
  }

  /** How the process ended and what it wrote last, half a sentence; waits `timeoutMs` for its end. */
  async epitaph(timeoutMs: number): Promise<string> {
    const deadlineMs = Date.now() + timeoutMs;
    while (this.#end === undefined && this.#child !== undefined && Date.now() < deadlineMs) await delay(10);
    const words = this.#lastWords.trim().replaceAll(/\s*\n\s*/g, ' | ');
    return [this.#end ?? 'it did not end', words].filter((part) => part !== '').join('; it wrote: ');
  }

  // A field, because the channel knows its listeners by identity.
  readonly #onMessage = (message: unknown): void => {
    const child: unknown = property(message, 'process');
    if (this.#child !== undefined || !(child instanceof EventEmitter)) return;
    this.#child = child;
    child.once('spawn', () => {
      this.#identify();
      quieten(property(child, 'stdio'));
      const stderr = property(child, 'stderr');
      if (stderr instanceof Readable) stderr.on('data', (chunk: unknown) => this.#hear(String(chunk)));
    });
    child.once('error', (error: Error) => {
      this.#end ??= error.message;
    });
    // "close" comes after the last of its output.
    child.once('close', (code: number | null, signal: string | null) => {
      this.#end ??= signal === null ? `it ended with exit code ${code}` : `it was ended by ${signal}`;
    });
  };

  #identify(): void {
    const pid = property(this.#child, 'pid');
    if (this.#identity !== undefined || typeof pid !== 'number') return;
    this.#identity = identify(pid);
    if (this.#identity !== undefined) this.#onSpawn(this.#identity);
  }

  #hear(text: string): void {
    this.#lastWords = (this.#lastWords + text).slice(-lastWordsLength);
  }
}

/** Puppeteer takes its own listeners off the pipes as it closes: a reset that comes later would end this process. */
function quieten(pipes: unknown): void {
  if (!Array.isArray(pipes)) return;
  for (const pipe of pipes) if (pipe instanceof EventEmitter) pipe.on('error', () => undefined);
}

function property(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}
