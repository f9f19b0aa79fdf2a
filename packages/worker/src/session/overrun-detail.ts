import type { Phase } from '@whatsapp-service/shared/ipc/facts.ts';

/** What is known of the page when a deadline passes. */
export interface PageView {
  readonly state: string | null;
  readonly pageError: string | undefined;
}

/** Says which deadline passed and, for a login, what the page had to say: "ready" that never comes raises no error anywhere. */
export function overrunDetail(phase: Phase, deadlineMs: number, page: PageView): string {
  const detail = `The phase "${phase}" took longer than its deadline of ${deadlineMs} ms.`;
  if (phase !== 'authenticating') return detail;
  const error = page.pageError === undefined ? '' : ` The last exception in the page: ${page.pageError}`;
  return `${detail} WhatsApp Web's connection is ${page.state ?? 'unknown'}, but "ready" did not come.${error}`;
}
