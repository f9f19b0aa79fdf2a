import { parseAllowedHosts } from '../outbound/allowed-hosts.ts';
import type { AllowedHost } from '../outbound/allowed-hosts.ts';
import { faultIn } from './raw-settings.ts';
import type { RawSettings } from './settings-schema.ts';

export interface MediaSettings {
  readonly maxBytes: number;
  readonly allowedHosts: readonly AllowedHost[];
}

/** The settings of files that are sent and fetched; throws SettingInvalid. */
export function mediaOf(raw: RawSettings): MediaSettings {
  const parsed = parseAllowedHosts(raw.MEDIA_ALLOWED_HOSTS ?? '');
  if ('fault' in parsed) throw faultIn('MEDIA_ALLOWED_HOSTS', parsed.fault);
  return { maxBytes: raw.MEDIA_MAX_MB * 1024 * 1024, allowedHosts: parsed.hosts };
}
