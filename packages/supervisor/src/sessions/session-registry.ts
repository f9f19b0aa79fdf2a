import { isAlive } from '@whatsapp-service/shared/process/process-identity.ts';
import { oldestProtocolVersion, protocolVersion } from '@whatsapp-service/shared/ipc/contract.ts';
import { SessionNotFound } from '../supervisor-errors.ts';
import { SessionActor } from './session-actor.ts';
import type { LedgerEntry } from '../workers/worker-ledger.ts';
import type { ActorTools } from './actor-tools.ts';
import { isAdoptable } from './adoption.ts';
import { reasons } from './session-reasons.ts';
import { newRecord } from './session-record.ts';
import type { SessionRecord } from './session-record.ts';

/** All sessions that the service knows, by their ids. */
export class SessionRegistry {
  readonly #tools: ActorTools;
  readonly #actors = new Map<string, SessionActor>();

  /** Takes over what the last process wrote down: the workers that it left running; without one a session begins at rest. */
  constructor(tools: ActorTools) {
    this.#tools = tools;
    const entries = new Map(tools.ledger.readAll().map((entry) => [entry.sessionId, entry]));
    for (const record of tools.repository.loadAll()) {
      const entry = entries.get(record.sessionId);
      const actor = entry !== undefined && isThere(entry, record) ? adopt(tools, record, entry) : new SessionActor(tools, atRest(record));
      this.#actors.set(record.sessionId, actor);
    }
  }

  /** The sessions whose workers were taken over, or are about to be. */
  adopted(): SessionActor[] {
    return this.all().filter((actor) => actor.adopted !== undefined);
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
    this.#tools.cursors.forget(sessionId);
  }
}

function isThere(entry: LedgerEntry, record: SessionRecord): boolean {
  return isAdoptable(entry, record, {
    isAlive: isAlive(entry.worker),
    oldestProtocol: oldestProtocolVersion,
    newestProtocol: protocolVersion,
  });
}

function adopt(tools: ActorTools, record: SessionRecord, entry: LedgerEntry): SessionActor {
  // Why it had lost WhatsApp is said once: a place that another browser has is for a person to take back.
  const reason = record.reason?.code === 'connection_lost' ? record.reason : reasons.adopting;
  const actor = new SessionActor(tools, { ...record, state: 'adopting', reason });
  actor.adopt(entry);
  return actor;
}

function atRest(record: SessionRecord): SessionRecord {
  if (record.state === 'unlinked' || record.state === 'stopped') return record;
  return { ...record, state: 'stopped', reason: reasons.serviceStopped };
}
