import { SessionNotFound } from '../supervisor-errors.ts';
import { SessionActor } from './session-actor.ts';
import type { ActorTools } from './actor-tools.ts';
import { reasons } from './session-reasons.ts';
import { newRecord } from './session-record.ts';
import type { SessionRecord } from './session-record.ts';

/** All sessions that the service knows, by their ids. */
export class SessionRegistry {
  readonly #tools: ActorTools;
  readonly #actors = new Map<string, SessionActor>();

  /** Takes over what the last process wrote down; no process of it is left, so each session begins at rest. */
  constructor(tools: ActorTools) {
    this.#tools = tools;
    for (const record of tools.repository.loadAll()) {
      this.#actors.set(record.sessionId, new SessionActor(tools, atRest(record)));
    }
  }

  get size(): number {
    return this.#actors.size;
  }

  all(): SessionActor[] {
    return [...this.#actors.values()];
  }

  find(sessionId: string): SessionActor | undefined {
    return this.#actors.get(sessionId);
  }

  /** Throws SessionNotFound. */
  get(sessionId: string): SessionActor {
    const actor = this.#actors.get(sessionId);
    if (actor === undefined) throw new SessionNotFound(sessionId);
    return actor;
  }

  /** A new session, at rest. Whether a profile that lies there already is linked shows only when it starts. */
  add(sessionId: string, given: Partial<Omit<SessionRecord, 'sessionId' | 'createdMs'>>): SessionActor {
    const linked = this.#tools.auth.hasAuthFiles(sessionId) ? 'unknown' : 'no';
    const record = newRecord(sessionId, this.#tools.clock.now(), { linked, ...given });
    this.#tools.repository.save(record);
    const actor = new SessionActor(this.#tools, record);
    this.#actors.set(sessionId, actor);
    return actor;
  }

  remove(sessionId: string): void {
    this.#actors.delete(sessionId);
    this.#tools.repository.remove(sessionId);
  }
}

function atRest(record: SessionRecord): SessionRecord {
  if (record.state === 'unlinked' || record.state === 'stopped') return record;
  return { ...record, state: 'stopped', reason: reasons.serviceStopped };
}
