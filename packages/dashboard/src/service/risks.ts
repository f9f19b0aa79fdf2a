import type { ServiceInfo } from '@whatsapp-service/shared/api/service-info.ts';

/** Below this a folder's disk is nearly full. */
const littleDiskBytes = 500 * 1024 * 1024;

/** What endangers the promise that a linked session stays linked, a sentence each. */
export function risksOf(info: ServiceInfo): string[] {
  const risks = info.reasons.map(({ message }) => message);
  const refuses = info.storage.folders.filter(({ fault }) => fault !== null);
  for (const { setting, fault } of refuses) risks.push(`The disk of ${setting} refuses to be written: ${fault ?? ''}.`);
  const nearlyFull = info.storage.folders.filter((folder) => folder.fault === null && (folder.free_bytes ?? Infinity) < littleDiskBytes);
  if (nearlyFull.length > 0) risks.push(`The disk of ${nearlyFull.map(({ setting }) => setting).join(', ')} is nearly full.`);
  if (info.directory.source === 'django' && info.directory.reachable === false) {
    risks.push(`Django cannot be reached: ${info.directory.last_error ?? 'no answer'}. The last list of sessions is used.`);
  }
  if (!info.sandbox) risks.push('Chromium’s sandbox is off: run the service as a user other than root.');
  return [...new Set(risks)];
}
