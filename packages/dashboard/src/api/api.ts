import { signal } from '@preact/signals';
import type { LogLine } from '@whatsapp-service/shared/api/log-line.ts';
import type { LoggedEvent } from '@whatsapp-service/shared/api/logged-event.ts';
import type { EndMode, RestartBegun, RestartPreview } from '@whatsapp-service/shared/api/restart-view.ts';
import type { ServiceInfo } from '@whatsapp-service/shared/api/service-info.ts';
import type { SessionView } from '@whatsapp-service/shared/api/session-view.ts';
import type { TimelineView } from '@whatsapp-service/shared/api/timeline-view.ts';
import type { DeadLetterView, DeliveryView, TestDelivery, WebhookView } from '@whatsapp-service/shared/api/webhook-view.ts';
import { Problem, problemOf } from './problem.ts';

export type SessionCommand = 'start' | 'stop' | 'restart' | 'logout';
export type SignInState = 'unknown' | 'signed_in' | 'signed_out';

const timeoutMs = 50_000;
const base = '/api/v1';

/** What the page asks of the service; each call throws a Problem where there is no answer. */
export class Api {
  readonly signIn = signal<SignInState>('unknown');

  /** Asks whether this browser's cookie is good. */
  async checkSignIn(): Promise<void> {
    try {
      await this.#ask('GET', '/sign-in');
      this.signIn.value = 'signed_in';
    } catch (error) {
      if (error instanceof Problem && error.status === 401) return;
      // Not reached, or it drains: what the cookie is worth shows when it is back.
      this.signIn.value = 'signed_in';
    }
  }

  async signInWith(apiKey: string): Promise<void> {
    await this.#ask('POST', '/sign-in', { api_key: apiKey });
    this.signIn.value = 'signed_in';
  }

  async signOut(): Promise<void> {
    await this.#ask('DELETE', '/sign-in');
    this.signIn.value = 'signed_out';
  }

  async sessions(cursor: string | null): Promise<{ sessions: SessionView[]; next_cursor: string | null }> {
    return this.#ask('GET', `/sessions?limit=500${cursor === null ? '' : `&cursor=${encodeURIComponent(cursor)}`}`);
  }

  async session(id: string): Promise<SessionView> {
    return this.#ask('GET', pathOf(id));
  }

  async create(input: { session_id: string; user_id: string | null; instance_name: string | null }): Promise<SessionView> {
    return this.#ask('POST', '/sessions', input);
  }

  async command(id: string, command: SessionCommand): Promise<SessionView> {
    return this.#ask('POST', `${pathOf(id)}/${command}`);
  }

  async remove(id: string): Promise<SessionView> {
    return this.#ask('DELETE', pathOf(id));
  }

  async qr(id: string): Promise<{ qr: string; expires_at: string }> {
    return this.#ask('GET', `${pathOf(id)}/qr`);
  }

  /** A picture that the caller has to revoke. */
  async picture(id: string, what: 'qr' | 'screenshot', type: string): Promise<string> {
    const answer = await this.#fetch('GET', `${pathOf(id)}/${what}`, undefined, type);
    return URL.createObjectURL(await answer.blob());
  }

  async pairingCode(id: string, phoneNumber: string): Promise<{ code: string }> {
    return this.#ask('POST', `${pathOf(id)}/pairing-code`, { phone_number: phoneNumber });
  }

  async send(id: string, to: string, text: string): Promise<{ message_id: string; status: string }> {
    return this.#ask('POST', `${pathOf(id)}/messages`, { to, text });
  }

  async timeline(id: string): Promise<TimelineView> {
    return this.#ask('GET', `${pathOf(id)}/timeline`);
  }

  async events(query: { after: number; sessionId: string; limit: number }): Promise<{ events: LoggedEvent[]; last_seq: number }> {
    return this.#ask('GET', `/events?after=${query.after}&session_id=${query.sessionId}&limit=${query.limit}`);
  }

  async logs(query: { after: number; sessionId?: string; limit: number }): Promise<{ lines: LogLine[]; last_seq: number }> {
    const session = query.sessionId === undefined ? '' : `&session_id=${query.sessionId}`;
    return this.#ask('GET', `/service/logs?after=${query.after}&limit=${query.limit}${session}`);
  }

  async webhooks(): Promise<{ webhooks: WebhookView[] }> {
    return this.#ask('GET', '/webhooks?limit=100');
  }

  async deliveries(webhookId: string): Promise<{ deliveries: DeliveryView[] }> {
    return this.#ask('GET', `/webhooks/${webhookId}/deliveries?limit=20`);
  }

  async deadLetters(webhookId: string): Promise<{ dead_letters: DeadLetterView[] }> {
    return this.#ask('GET', `/webhooks/${webhookId}/dead-letters?limit=50`);
  }

  async testWebhook(webhookId: string): Promise<TestDelivery> {
    return this.#ask('POST', `/webhooks/${webhookId}/test`);
  }

  async redrive(webhookId: string): Promise<{ redriven: number }> {
    return this.#ask('POST', `/webhooks/${webhookId}/dead-letters/redrive`, {});
  }

  async purge(webhookId: string): Promise<{ purged: number }> {
    return this.#ask('POST', `/webhooks/${webhookId}/dead-letters/purge`, {});
  }

  async service(): Promise<ServiceInfo> {
    return this.#ask('GET', '/service');
  }

  async restartPreview(mode: EndMode): Promise<RestartPreview> {
    return this.#ask('GET', `/service/restart-preview?mode=${mode}`);
  }

  async restart(confirmToken: string, mode: EndMode): Promise<RestartBegun> {
    return this.#ask('POST', '/service/restart', { confirm_token: confirmToken, mode });
  }

  async #ask<T>(method: string, path: string, body?: object): Promise<T> {
    const answer = await this.#fetch(method, path, body, 'application/json');
    return (await answer.json()) as T;
  }

  async #fetch(method: string, path: string, body: object | undefined, accept: string): Promise<Response> {
    const answer = await fetch(`${base}${path}`, {
      method,
      headers: { accept, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(timeoutMs),
    }).catch((error: unknown) => {
      throw new Problem(0, 'NOT_REACHED', `The service was not reached (${error instanceof Error ? error.message : String(error)}).`);
    });
    if (answer.ok) return answer;
    if (answer.status === 401) this.signIn.value = 'signed_out';
    throw await problemOf(answer);
  }
}

function pathOf(sessionId: string): string {
  return `/sessions/${encodeURIComponent(sessionId)}`;
}
