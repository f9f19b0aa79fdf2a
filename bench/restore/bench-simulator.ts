import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { waitFor } from '../../scripts/service/wait-for.ts';

const entry = join(import.meta.dirname, '../../packages/simulator/src/main.ts');
const listening = /^Phones and faults: +(http:\S+) /m;
const startTimeoutMs = 30_000;
const stopTimeoutMs = 15_000;
const answerTimeoutMs = 30_000;

/** The simulated WhatsApp in a process of its own, as far from the service as the real one. */
export class BenchSimulator {
  readonly #child: ChildProcess;
  readonly #apiUrl: string;
  readonly chromiumArgs: readonly string[];

  private constructor(child: ChildProcess, apiUrl: string, chromiumArgs: readonly string[]) {
    this.#child = child;
    this.#apiUrl = apiUrl;
    this.chromiumArgs = chromiumArgs;
  }

  static async start(syncDelayMs: number, signal: AbortSignal): Promise<BenchSimulator> {
    const child = spawn(process.execPath, [entry, '--port', '0', '--api-port', '0', '--sync-delay-ms', String(syncDelayMs)], {
      detached: true,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    try {
      let output = '';
      child.stdout.on('data', (chunk: Buffer) => {
        output += chunk.toString();
      });
      const what = 'The start of the simulator';
      const apiUrl = await waitFor(() => listening.exec(output)?.[1], { what, timeoutMs: startTimeoutMs, signal });
      const { chromiumArgs } = await ask<{ chromiumArgs: string[] }>(`${apiUrl}/health`);
      return new BenchSimulator(child, apiUrl, chromiumArgs);
    } catch (error) {
      child.kill('SIGKILL');
      throw error;
    }
  }

  async addPhone(number: string): Promise<void> {
    await ask(`${this.#apiUrl}/phones`, { number, name: `Phone ${number}` });
  }

  async scan(number: string, qr: string): Promise<void> {
    await ask(`${this.#apiUrl}/phones/${number}/scan`, { qr });
  }

  /** A phone writes a text to somebody's number. */
  async send(from: string, to: string, text: string): Promise<void> {
    await ask(`${this.#apiUrl}/phones/${from}/messages`, { to, text });
  }

  /** The connected pages with their longest silence since a moment, and how many connections have closed. */
  async connections(sinceMs: number): Promise<{ connections: { longestBeatGapMs: number | null }[]; closed: number }> {
    return ask(`${this.#apiUrl}/connections?sinceMs=${sinceMs}`);
  }

  async close(): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    const timer = setTimeout(() => this.#child.kill('SIGKILL'), stopTimeoutMs);
    this.#child.kill('SIGTERM');
    await once(this.#child, 'exit');
    clearTimeout(timer);
  }
}

async function ask<T>(url: string, body?: object): Promise<T> {
  const request = body === undefined ? {} : { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
  const response = await fetch(url, { ...request, signal: AbortSignal.timeout(answerTimeoutMs) });
  const text = await response.text();
  if (!response.ok) throw new Error(`The simulator answered ${url} by ${response.status}: ${text}`);
  return JSON.parse(text) as T;
}
