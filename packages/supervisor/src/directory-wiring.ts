import type { Logger } from 'pino';
import { systemClock } from '@whatsapp-service/shared/time/clock.ts';
import type { Settings } from './config/settings.ts';
import { DirectorySync } from './directory/directory-sync.ts';
import type { AuthStore } from './sessions/auth-store.ts';
import { Reconciler } from './sessions/reconciler.ts';
import type { ReconcilerOptions } from './sessions/reconciler.ts';
import type { ServicePort } from './service/service-port.ts';
import type { SessionRegistry } from './sessions/session-registry.ts';
import type { FactStore } from './storage/fact-store.ts';

interface DirectoryParts {
  readonly settings: Settings;
  readonly logger: Logger;
}

/** The list of sessions in Django; undefined where the embedded list is the source. */
export async function createSync({ settings, logger }: DirectoryParts, facts: FactStore): Promise<DirectorySync | undefined> {
  if (settings.django === undefined) return undefined;
  // The HTTP client takes a fifth of the start's CPU, and without Django nobody needs it.
  const { DjangoDirectory } = await import('./directory/django-directory.ts');
  return new DirectorySync({
    directory: new DjangoDirectory(settings.django),
    facts,
    clock: systemClock,
    logger,
    random: Math.random,
  });
}

/** What compares the sessions with Django's list while the service runs. */
export function createReconciler(
  { logger, startedMs }: { readonly logger: Logger; readonly startedMs: number },
  { sync, registry, restorer }: Pick<ReconcilerOptions, 'sync' | 'registry' | 'restorer'>,
  status: Pick<ServicePort, 'readiness'>,
): Reconciler {
  const isRestoring = (): boolean => status.readiness().status === 'restoring';
  return new Reconciler({ sync, registry, restorer, isRestoring, clock: systemClock, startedMs, logger });
}

/** How the embedded list is told of. */
export const embeddedStatus = {
  source: 'embedded',
  reachable: null,
  lastFetchedMs: null,
  lastError: null,
  malformed: [],
  emptySinceMs: null,
} as const;

/** The profiles on disk that the directory does not list. */
export function notListed(auth: AuthStore, registry: SessionRegistry, sync: DirectorySync | undefined): string[] {
  const isListed = (sessionId: string): boolean =>
    sync === undefined ? registry.find(sessionId) !== undefined : sync.listedIds.has(sessionId);
  return auth.listSessionIds().filter((sessionId) => !isListed(sessionId));
}
