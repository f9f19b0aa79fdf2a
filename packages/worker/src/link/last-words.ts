import { randomUUID } from 'node:crypto';
import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { KeptEvent } from '@whatsapp-service/shared/ipc/facts.ts';

/** Leaves what no supervisor has committed for the next one: a file of its own, one event a line, there as a whole or not at all. */
export function leaveLastWords(folder: string, sessionId: string, events: readonly KeptEvent[]): void {
  if (events.length === 0) return;
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const path = join(folder, `${sessionId}.${randomUUID()}.jsonl`);
  writeFileSync(`${path}.tmp`, events.map((event) => `${JSON.stringify(event)}\n`).join(''), { mode: 0o600 });
  renameSync(`${path}.tmp`, path);
}
