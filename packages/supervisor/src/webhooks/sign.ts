import { Webhook } from 'standardwebhooks';

/** The headers of the Standard Webhooks specification; a signature for each secret, so that either is accepted while one is rotated. */
export function signatureHeaders(id: string, nowMs: number, body: string, secrets: readonly string[]): Record<string, string> {
  const time = new Date(nowMs);
  return {
    'webhook-id': id,
    'webhook-timestamp': String(Math.floor(nowMs / 1_000)),
    'webhook-signature': secrets.map((secret) => new Webhook(secret).sign(id, time, body)).join(' '),
  };
}
