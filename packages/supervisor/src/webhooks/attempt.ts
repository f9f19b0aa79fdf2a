import type { LoggedEvent } from '@whatsapp-service/shared/api/logged-event.ts';
import type { OutboundPost, OutboundResult } from '../outbound/outbound-client.ts';
import { signatureHeaders } from './sign.ts';
import type { WebhookRecord } from './webhook-record.ts';

/** Sends what webhooks are told; the outbound client does. */
export interface Poster {
  post(post: OutboundPost): Promise<OutboundResult>;
}

export interface AttemptOptions {
  readonly client: Poster;
  readonly userAgent: string;
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
  readonly nowMs: number;
  readonly secrets: readonly string[];
}

/** Sends one event to one webhook, once. */
export async function attempt(webhook: WebhookRecord, event: LoggedEvent, options: AttemptOptions): Promise<OutboundResult> {
  const { client, userAgent, timeoutMs, signal, nowMs, secrets } = options;
  const body = JSON.stringify(event);
  return client.post({
    url: webhook.url,
    headers: {
      ...webhook.headers,
      accept: '*/*',
      'content-type': 'application/json',
      'user-agent': userAgent,
      ...signatureHeaders(event.id, nowMs, body, secrets),
    },
    body,
    timeoutMs,
    signal,
  });
}
