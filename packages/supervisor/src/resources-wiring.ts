import type { ResourcesView } from '@whatsapp-service/shared/api/resources-view.ts';
import type { SessionView } from '@whatsapp-service/shared/api/session-view.ts';
import type { Logger } from 'pino';
import { sessionFolder } from '@whatsapp-service/shared/auth/session-folder.ts';
import type { ProcessIdentity } from '@whatsapp-service/shared/process/process-identity.ts';
import { isoTime, systemClock } from '@whatsapp-service/shared/time/clock.ts';
import type { Settings } from './config/settings.ts';
import { ProfileSizes } from './resources/profile-sizes.ts';
import { ResourceHistory, stretchMs } from './resources/resource-history.ts';
import type { Stretch } from './resources/resource-history.ts';
import { ResourceSampler } from './resources/resource-sampler.ts';
import { proportionalBytes } from './resources/shared-memory.ts';
import { MemoryRecycler } from './sessions/memory-recycler.ts';
import type { SessionActor } from './sessions/session-actor.ts';
import type { SessionRegistry } from './sessions/session-registry.ts';
import { listProcesses, membersOf } from './workers/process-group.ts';

const sampleEveryMs = 5_000;

/** What watches over the sessions' memory, CPU and disk. */
export interface SessionResources {
  of(sessionId: string): SessionView['resources'];
  /** What a session took after a time; throws SessionNotFound. */
  history(sessionId: string, afterMs: number): ResourcesView;
  close(): void;
}

/** Samples each session's processes and profile, and restarts sessions above their memory limit where one is set. */
export function watchResources(settings: Settings, registry: SessionRegistry, logger: Logger): SessionResources {
  const sampler = new ResourceSampler(systemClock, sampleEveryMs, () => leadersOf(registry));
  const history = new ResourceHistory();
  const folders = () => new Map(registry.all().map(({ record }) => [record.sessionId, sessionFolder(settings.authDir, record.sessionId)]));
  const profiles = new ProfileSizes({ clock: systemClock, folders });
  sampler.onSampled(() => history.note(sampler.all, systemClock.now()));
  const limitBytes = settings.sessionMemoryLimitBytes;
  if (limitBytes !== undefined) {
    const recycler = new MemoryRecycler({
      actors: () => registry.all(),
      limitBytes,
      memoryOf: (actor) => memoryOf(actor, sampler.of(actor.record.sessionId).rss_bytes, limitBytes),
      clock: systemClock,
      logger,
    });
    sampler.onSampled(() => recycler.look());
  }
  return {
    of: (sessionId) => ({ ...sampler.of(sessionId), profile_bytes: profiles.of(sessionId) }),
    history: (sessionId, afterMs) => viewOf(registry.get(sessionId), history.of(sessionId, afterMs)),
    close: () => {
      sampler.close();
      profiles.close();
    },
  };
}

function viewOf({ record }: SessionActor, stretches: readonly Stretch[]): ResourcesView {
  return {
    session_id: record.sessionId,
    every_seconds: stretchMs / 1_000,
    samples: stretches.map(({ timeMs, rssBytes, cpuPercent }) => ({ time: isoTime(timeMs), rss_bytes: rssBytes, cpu_percent: cpuPercent })),
  };
}

/** The process groups of each session. */
export function leadersOf(registry: SessionRegistry): ReadonlyMap<string, readonly ProcessIdentity[]> {
  return new Map(registry.all().map((actor) => [actor.record.sessionId, actor.leaders] as const));
}

/** The resident memory says too much, but says it for nothing: only what is above the limit by it is weighed exactly. */
function memoryOf(actor: SessionActor, rssBytes: number, limitBytes: number): number {
  if (rssBytes <= limitBytes) return rssBytes;
  const processes = listProcesses();
  const members = actor.leaders.flatMap((leader) => membersOf(leader, processes));
  return proportionalBytes(members.map(({ pid }) => pid)) ?? rssBytes;
}
