import type { WorkerInit } from '@whatsapp-service/shared/ipc/worker-init.ts';

/** What the naive program is told, once, over its channel. */
export interface NaiveJob {
  readonly authDir: string;
  readonly tempDir: string;
  readonly sessionIds: readonly string[];
  readonly browser: WorkerInit['browser'];
  /** Clients of the library, or the same page in a browser of puppeteer and nothing else. */
  readonly opens: 'clients' | 'bare pages';
  /** The launch options: this service's own, or the library's defaults. */
  readonly launch: 'service' | 'library';
  /** How many are opened at once. */
  readonly atOnce: number;
}

/** What it is told once all are connected: to send so many texts by each of these sessions, or to post what comes to a URL. */
export type NaiveOrder =
  | { readonly order: 'send'; readonly sessionIds: readonly string[]; readonly to: string; readonly count: number }
  | { readonly order: 'forward'; readonly url: string };

/** What it tells: the session that is connected now, how long each send took, that it forwards from now on, or what failed. */
export type NaiveReport =
  | { readonly connected: string; readonly atMs: number }
  | { readonly sentMs: readonly number[] }
  | { readonly forwards: true }
  | { readonly failed: string };
