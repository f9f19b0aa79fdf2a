import { withDeadline } from '@whatsapp-service/shared/time/with-deadline.ts';
import type { WhatsAppClient } from '../whatsapp/whatsapp-port.ts';
import { failureKind } from './failure-kind.ts';

export interface StartClientOptions {
  /** Makes the client of the next attempt. */
  readonly next: () => WhatsAppClient;
  readonly isEnding: () => boolean;
  readonly onRetry: (error: unknown) => void;
}

const maxAttempts = 3;
const closeTimeoutMs = 5_000;

/** Starts a client, anew where the page reloaded during the start: a removed device does so, and the next start shows it. */
export async function startClient(options: StartClientOptions): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    const client = options.next();
    try {
      await client.start();
      return;
    } catch (error) {
      const isReload = failureKind(error) === 'navigated' && !client.isGone();
      if (options.isEnding() || !isReload || attempt >= maxAttempts) throw error;
      options.onRetry(error);
      await close(client);
      if (options.isEnding()) throw error;
    }
  }
}

async function close(client: WhatsAppClient): Promise<void> {
  try {
    await withDeadline(client.close(), closeTimeoutMs, 'Closing the browser');
  } catch {
    client.kill();
    await withDeadline(client.ended(), closeTimeoutMs, 'The end of the browser');
  }
}
