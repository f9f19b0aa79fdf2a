import { signal } from '@preact/signals';
import type { BackupView, VerifiedBackup } from '@whatsapp-service/shared/api/backup-view.ts';
import type { DriftView } from '@whatsapp-service/shared/api/drift-view.ts';
import type { LogLine } from '@whatsapp-service/shared/api/log-line.ts';
import type { LoggedEvent } from '@whatsapp-service/shared/api/logged-event.ts';
import type { ManagedKeyView } from '@whatsapp-service/shared/api/managed-key-view.ts';
import type { ResourcesView } from '@whatsapp-service/shared/api/resources-view.ts';
import type { RestorationReport } from '@whatsapp-service/shared/api/restoration-report.ts';
import type { EndMode, RestartBegun, RestartPreview } from '@whatsapp-service/shared/api/restart-view.ts';
import type { ServiceInfo } from '@whatsapp-service/shared/api/service-info.ts';
import type { SessionView } from '@whatsapp-service/shared/api/session-view.ts';
import type { TimelineView } from '@whatsapp-service/shared/api/timeline-view.ts';
import type {
  DeadLetterView,
  DeliveryView,
  SessionDeliveryView,
  TestDelivery,
  WebhookView,
} from '@whatsapp-service/shared/api/webhook-view.ts';
import { lackOf } from '../access/rights.ts';
import type { Need, Rights, Scope } from '../access/rights.ts';
import { Problem, problemOf } from './problem.ts';

export type SessionCommand = 'start' | 'stop' | 'restart' | 'logout';
export type SignInState = 'unknown' | 'signed_in' | 'signed_out';

/** A key that is to be made; without an end it is good until it is revoked. */
export interface NewKey {
  readonly name: string;
  readonly scopes: readonly Scope[];
  readonly session_prefix: string | null;
  readonly expires_at: string | null;
}

interface FetchOptions {
  readonly body?: object | undefined;
  readonly accept?: string;
  readonly withinMs?: number;
}

const timeoutMs = 50_000;
/** Reading a backup to its end may take so long. */
const backupTimeoutMs = 310_000;
/** Relative, as all that the page asks for: the service may answer below a path of its host (BASE_PATH). */
const base = 'api/v1';

/** What the page asks of the service; each call throws a Problem where there is no answer. */
export class Api {
  readonly signIn = signal<SignInState>('unknown');
  /** What the key may do; undefined until the service has told. */
  readonly rights = signal<Rights | undefined>(undefined);

  /** Whether the key may do something, as far as is known. */
  may(need: Need): boolean {
    return lackOf(this.rights.value, need) === '';
  }

  /** Asks whether this browser's cookie is good. */
  async checkSignIn(): Promise<void> {
    try {
      this.rights.value = await this.#ask<Rights>('GET', '/sign-in');
      this.signIn.value = 'signed_in';
    } catch (error) {
      if (error instanceof Problem && error.status === 401) return;
      // Not reached, or it drains: what the cookie is worth shows when it is back.
      this.signIn.value = 'signed_in';
    }
  }

  async signInWith(apiKey: string): Promise<void> {
    this.rights.value = await this.#ask<Rights>('POST', '/sign-in', { api_key: apiKey });
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
    const answer = await this.#fetch('GET', `${pathOf(id)}/${what}`, { accept: type });
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

  /** What a session took after a time; all that is kept without one. */
  async resources(id: string, after: string | undefined): Promise<ResourcesView> {
    return this.#ask('GET', `${pathOf(id)}/resources${after === undefined ? '' : `?after=${after}`}`);
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

  /** What was sent of a session's events, to all webhooks. */
  async deliveriesOf(id: string): Promise<{ deliveries: SessionDeliveryView[] }> {
    return this.#ask('GET', `${pathOf(id)}/deliveries?limit=20`);
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

  /** Backups, newest first; of one session where it is named. */
  async backups(query: {
    sessionId: string;
    cursor: string | null;
    limit: number;
  }): Promise<{ backups: BackupView[]; next_cursor: string | null }> {
    const session = query.sessionId === '' ? '' : `&session_id=${query.sessionId}`;
    const cursor = query.cursor === null ? '' : `&cursor=${encodeURIComponent(query.cursor)}`;
    return this.#ask('GET', `/backups?limit=${query.limit}${session}${cursor}`);
  }

  async backUp(id: string): Promise<BackupView> {
    return this.#ask('POST', '/backups', { session_id: id }, backupTimeoutMs);
  }

  /** Begins to back up every session that is linked. */
  async backUpAll(): Promise<{ sessions: number }> {
    return this.#ask('POST', '/backups', {});
  }

  async verifyBackup(backupId: string): Promise<VerifiedBackup> {
    return this.#ask('POST', `/backups/${backupId}/verify`, undefined, backupTimeoutMs);
  }

  /** Puts a backup in the place of its session's login; the session has to be stopped. */
  async restoreBackup(backupId: string): Promise<SessionView> {
    return this.#ask('POST', `/backups/${backupId}/restore`, undefined, backupTimeoutMs);
  }

  async removeBackup(backupId: string): Promise<void> {
    await this.#fetch('DELETE', `/backups/${backupId}`);
  }

  async keys(): Promise<{ keys: ManagedKeyView[] }> {
    return this.#ask('GET', '/keys');
  }

  /** Makes a key; its answer alone has the key itself. */
  async createKey(key: NewKey): Promise<ManagedKeyView & { readonly key: string }> {
    return this.#ask('POST', '/keys', key);
  }

  async revokeKey(keyId: string): Promise<void> {
    await this.#fetch('DELETE', `/keys/${keyId}`);
  }

  async service(): Promise<ServiceInfo> {
    return this.#ask('GET', '/service');
  }

  /** The last restorations, each with its sessions that failed. */
  async restorations(): Promise<{ restorations: RestorationReport[] }> {
    return this.#ask('GET', '/service/restorations?limit=20&sessions=failed');
  }

  /** How Django's list and the sessions differ; Django is asked for it. */
  async drift(): Promise<DriftView> {
    return this.#ask('GET', '/service/drift');
  }

  async reconcile(): Promise<DriftView> {
    return this.#ask('POST', '/service/reconcile');
  }

  async restartPreview(mode: EndMode): Promise<RestartPreview> {
    return this.#ask('GET', `/service/restart-preview?mode=${mode}`);
  }

  async restart(confirmToken: string, mode: EndMode): Promise<RestartBegun> {
    return this.#ask('POST', '/service/restart', { confirm_token: confirmToken, mode });
  }

  async #ask<T>(method: string, path: string, body?: object, withinMs = timeoutMs): Promise<T> {
    const answer = await this.#fetch(method, path, { body, withinMs });
    return (await answer.json()) as T;
  }

  async #fetch(
    method: string,
    path: string,
    { body, accept = 'application/json', withinMs = timeoutMs }: FetchOptions = {},
  ): Promise<Response> {
    const answer = await fetch(`${base}${path}`, {
      method,
      headers: { accept, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(withinMs),
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
