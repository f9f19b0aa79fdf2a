import type { FolderInfo, ServiceInfo } from '@whatsapp-service/shared/api/service-info.ts';

/** Below this a folder's disk is nearly full. */
const littleDiskBytes = 500 * 1024 * 1024;

/** What endangers the promise that a linked session stays linked, a sentence each. */
export function risksOf(info: ServiceInfo): string[] {
  const { folders } = info.storage;
  const risks = info.reasons.map(({ message }) => message);
  // A full or broken disk stands among the reasons as one sentence; here each folder has its own.
  for (const { fault } of folders) if (fault !== null) risks.push(fault);
  const nearlyFull = folders.filter((folder) => folder.fault === null && (folder.free_bytes ?? Infinity) < littleDiskBytes);
  if (nearlyFull.length > 0) risks.push(`The disk of ${namesOf(nearlyFull)} is nearly full.`);
  // What is in the cache comes again by itself.
  const lasting = folders.filter(({ setting }) => setting !== 'CACHE_DIR');
  const inMemory = lasting.filter((folder) => folder.volatile === 'memory');
  if (inMemory.length > 0) risks.push(`${namesOf(inMemory)} lies in memory: every login is lost when the machine or container restarts.`);
  const inContainer = lasting.filter((folder) => folder.volatile === 'container');
  if (inContainer.length > 0) risks.push(`${namesOf(inContainer)} is on no volume: every login is lost with the container.`);
  if (info.directory.source === 'django' && info.directory.reachable === false) {
    risks.push(`Django cannot be reached: ${info.directory.last_error ?? 'no answer.'} The last list of sessions is used.`);
  }
  if (!info.sandbox) risks.push('Chromium’s sandbox is off: run the service as a user other than root.');
  return [...new Set(risks)];
}

function namesOf(folders: readonly FolderInfo[]): string {
  return folders.map(({ setting }) => setting).join(', ');
}
