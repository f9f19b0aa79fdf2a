import type { Clock } from '@whatsapp-service/shared/time/clock.ts';
import type { WebhookRecord } from './webhook-record.ts';
import type { WebhookRegistry } from './webhook-registry.ts';
import { newSecret } from './webhook-secret.ts';

const settingsId = 'wh_settings';

interface KnownOptions {
  readonly registry: WebhookRegistry;
  readonly clock: Clock;
  readonly lastSeq: () => number;
  /** Whether WEBHOOK_SECRET is set. */
  readonly hasSettingsSecret: boolean;
}

/** The webhooks that nobody creates through the API: the one of WEBHOOK_URL, and those of the sessions' `webhook_url`. */
export class KnownWebhooks {
  readonly #options: KnownOptions;

  constructor(options: KnownOptions) {
    this.#options = options;
  }

  /** Brings the webhook of the settings to what they say now. Another address takes over what the one before is owed. */
  applySettings(url: string | undefined): void {
    const { registry } = this.#options;
    const before = registry.find(settingsId);
    if (url === undefined) {
      if (before !== undefined) registry.remove(settingsId);
      return;
    }
    if (before?.url === url) return;
    const changed = { url, enabled: true, disabledReason: null };
    registry.put(before === undefined ? this.#fresh(settingsId, url, { source: 'settings' }) : { ...before, ...changed });
  }

  /** The webhook of a session's `webhook_url`, signed with WEBHOOK_SECRET, or with a secret of its own where that is not set. */
  addForSession(sessionId: string, url: string): void {
    const id = sessionWebhookId(sessionId);
    const { registry, hasSettingsSecret } = this.#options;
    if (registry.find(id)?.url === url) return;
    registry.put(this.#fresh(id, url, { source: 'session', sessionId, secret: hasSettingsSecret ? null : newSecret() }));
  }

  /** Nothing is ever sent unsigned: where WEBHOOK_SECRET is not set any more, what it signed gets a secret of its own; returns which. */
  assureSecrets(): string[] {
    const { registry, hasSettingsSecret } = this.#options;
    const bare = hasSettingsSecret ? [] : registry.all().filter(({ secret }) => secret === null);
    for (const webhook of bare) registry.put({ ...webhook, secret: newSecret() });
    return bare.map(({ id }) => id);
  }

  /** A session is gone for good, and its own webhooks with it. */
  forgetSession(sessionId: string): void {
    const { registry } = this.#options;
    for (const webhook of registry.all()) if (webhook.sessionId === sessionId) registry.remove(webhook.id);
  }

  #fresh(id: string, url: string, given: Partial<WebhookRecord>): WebhookRecord {
    const { clock, lastSeq } = this.#options;
    return {
      id,
      url,
      sessionId: null,
      types: [],
      headers: {},
      enabled: true,
      disabledReason: null,
      secret: null,
      previousSecret: null,
      source: 'api',
      createdMs: clock.now(),
      baseSeq: lastSeq(),
      ...given,
    };
  }
}

/** The id of the webhook that a session's `webhook_url` makes. */
function sessionWebhookId(sessionId: string): string {
  return `wh_session_${sessionId}`;
}
