import { parseAllowedHosts } from '../outbound/allowed-hosts.ts';
import type { AllowedHost } from '../outbound/allowed-hosts.ts';
import { autoDownloadKinds } from '../media/auto-download-policy.ts';
import type { AutoDownloadKind, AutoDownloadRules } from '../media/auto-download-policy.ts';
import { faultIn } from './raw-settings.ts';
import type { RawSettings } from './settings-schema.ts';

const megabyte = 1024 * 1024;

export interface MediaSettings {
  readonly maxBytes: number;
  readonly allowedHosts: readonly AllowedHost[];
  /** Undefined where no file is fetched before somebody asks for it. */
  readonly autoDownload: AutoDownloadRules | undefined;
  /** How long files that were fetched at once are kept, and how many bytes of them; 0 sets no limit. */
  readonly retention: { readonly maxAgeMs: number; readonly maxBytes: number };
}

/** The settings of files that are sent and fetched; throws SettingInvalid. */
export function mediaOf(raw: RawSettings): MediaSettings {
  const parsed = parseAllowedHosts(raw.MEDIA_ALLOWED_HOSTS ?? '');
  if ('fault' in parsed) throw faultIn('MEDIA_ALLOWED_HOSTS', parsed.fault);
  return {
    maxBytes: raw.MEDIA_MAX_MB * megabyte,
    allowedHosts: parsed.hosts,
    autoDownload: autoDownloadOf(raw),
    retention: { maxAgeMs: raw.MEDIA_RETENTION_DAYS * 24 * 3_600_000, maxBytes: raw.MEDIA_RETENTION_MB * megabyte },
  };
}

function autoDownloadOf(raw: RawSettings): AutoDownloadRules | undefined {
  const words = raw.MEDIA_AUTO_DOWNLOAD.split(',').map((word) => word.trim());
  if (words.includes('off')) return undefined;
  const kinds = new Set<AutoDownloadKind>(autoDownloadKinds.filter((kind) => words.includes(kind)));
  const maxBytes = Math.min(raw.MEDIA_AUTO_DOWNLOAD_MAX_MB, raw.MEDIA_MAX_MB) * megabyte;
  return { kinds: words.includes('all') ? undefined : kinds, maxBytes };
}
