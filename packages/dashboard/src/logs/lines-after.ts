import type { LogLine } from '@whatsapp-service/shared/api/log-line.ts';

/** What one answer holds at the most. */
export const pageSize = 1_000;

/** All lines after a number, oldest first: an answer begins at the oldest, so the newest are in the last one. */
export async function linesAfter(seq: number, ask: (after: number) => Promise<{ readonly lines: readonly LogLine[] }>): Promise<LogLine[]> {
  const found: LogLine[] = [];
  for (;;) {
    const { lines } = await ask(found.at(-1)?.seq ?? seq);
    found.push(...lines);
    if (lines.length < pageSize) return found;
  }
}
