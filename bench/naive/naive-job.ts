import type { WorkerInit } from '@whatsapp-service/shared/ipc/worker-init.ts';

/** What the naive program is told, once, over its channel. */
export interface NaiveJob {
  readonly authDir: string;
  readonly tempDir: string;
  readonly sessionIds: readonly string[];
  readonly browser: WorkerInit['browser'];
  /** The launch options: this service's own, or the library's defaults. */
  readonly launch: 'service' | 'library';
}

/** What it tells: the session that is connected now, or that all clients are closed. */
export type NaiveReport = { readonly connected: string; readonly atMs: number } | { readonly failed: string };
