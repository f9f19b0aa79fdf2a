import { hostOf, parseAllowedHosts } from '../outbound/allowed-hosts.ts';
import type { AllowedHost } from '../outbound/allowed-hosts.ts';
import { parseSecrets } from '../webhooks/webhook-secret.ts';
import { faultIn } from './raw-settings.ts';
import type { RawSettings } from './settings-schema.ts';

export interface WebhookSettings {
  /** Undefined: only the webhooks of the API. */
  readonly url: string | undefined;
  /** The newest first. */
  readonly secrets: readonly string[];
  /** With the hosts that the operator has named in other settings. */
  readonly allowedHosts: readonly AllowedHost[];
  readonly timeoutMs: number;
}

/** The settings of the webhooks; throws SettingInvalid. */
export function webhooksOf(raw: RawSettings): WebhookSettings {
  const url = urlOf(raw);
  const secrets = secretsOf(raw);
  if (url !== undefined && secrets.length === 0) throw faultIn('WEBHOOK_SECRET', 'it is missing, and WEBHOOK_URL needs it');
  return { url, secrets, allowedHosts: allowedHostsOf(raw), timeoutMs: raw.WEBHOOK_TIMEOUT_MS };
}

function urlOf({ WEBHOOK_URL: text }: RawSettings): string | undefined {
  if (text === undefined) return undefined;
  const shown = /[@?]/.test(text) ? 'its value, which is not shown, is not' : `it is "${text}"`;
  if (!URL.canParse(text)) throw faultIn('WEBHOOK_URL', shown);
  const { protocol, username, password, hash } = new URL(text);
  const isPlain = (protocol === 'http:' || protocol === 'https:') && username === '' && password === '' && hash === '';
  if (!isPlain) throw faultIn('WEBHOOK_URL', shown);
  return text;
}

function secretsOf({ WEBHOOK_SECRET: text }: RawSettings): readonly string[] {
  if (text === undefined) return [];
  const parsed = parseSecrets(text);
  if ('fault' in parsed) throw faultIn('WEBHOOK_SECRET', parsed.fault);
  return parsed.secrets;
}

function allowedHostsOf(raw: RawSettings): readonly AllowedHost[] {
  const parsed = parseAllowedHosts(raw.WEBHOOK_ALLOWED_HOSTS ?? '');
  if ('fault' in parsed) throw faultIn('WEBHOOK_ALLOWED_HOSTS', parsed.fault);
  const named = [raw.WEBHOOK_URL, raw.DJANGO_BASE_URL].filter((url) => url !== undefined && URL.canParse(url));
  return [...parsed.hosts, ...named.map((url) => hostOf(String(url)))];
}
