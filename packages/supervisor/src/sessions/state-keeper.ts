import type { Logger } from 'pino';
import type { SessionReason } from '@whatsapp-service/shared/session/session-reason.ts';
import { next } from '@whatsapp-service/shared/session/session-state.ts';
import type { SessionEvent, SessionState } from '@whatsapp-service/shared/session/session-state.ts';
import type { SessionJournal } from './session-journal.ts';
import type { SessionRecord } from './session-record.ts';
import type { SessionRepository } from './session-repository.ts';

export interface StateKeeperOptions {
  readonly record: SessionRecord;
  readonly repository: SessionRepository;
  readonly journal: SessionJournal;
  readonly logger: Logger;
  /** Told before a state is left; the record is still the old one. */
  readonly onLeave: (state: SessionState) => void;
  /** Told when a state was entered, before those that watch. */
  readonly onEnter: (state: SessionState) => void;
  /** Told of an event that means nothing in the state that the session is in. */
  readonly onMeaningless: (state: SessionState, event: SessionEvent) => void;
}

/** Keeps one session's record: each change of its state is saved, logged and told. Only the session's actor changes it. */
export class StateKeeper {
  readonly #options: StateKeeperOptions;
  readonly #watchers = new Set<(record: SessionRecord) => void>();
  #record: SessionRecord;

  constructor(options: StateKeeperOptions) {
    this.#options = options;
    this.#record = options.record;
  }

  get record(): SessionRecord {
    return this.#record;
  }

  get state(): SessionState {
    return this.#record.state;
  }

  /** Calls back after each change of the state, until the returned function is called. */
  watch(watcher: (record: SessionRecord) => void): () => void {
    this.#watchers.add(watcher);
    return () => {
      this.#watchers.delete(watcher);
    };
  }

  /** Whether the event means something in the present state. */
  allows(event: SessionEvent): boolean {
    return next(this.state, event) !== undefined;
  }

  /** Goes where the table leads from here; an event that means nothing in this state is counted and changes nothing. */
  apply(event: SessionEvent, reason: SessionReason | null, patch: Partial<SessionRecord> = {}): void {
    const { journal, logger, onEnter, onLeave, onMeaningless } = this.#options;
    const from = this.state;
    const to = next(from, event);
    if (to === undefined) {
      logger.debug({ state: from, event }, 'An event means nothing in this state');
      onMeaningless(from, event);
      return;
    }
    onLeave(from);
    this.save({ ...patch, state: to, reason });
    journal.stateChanged({ from, to, cause: event, reason });
    logger.debug({ from, to, cause: event }, 'The session changed its state');
    onEnter(to);
    for (const watcher of [...this.#watchers]) watcher(this.#record);
  }

  /** Changes what is known besides the state; what is known already is not written again: a hundred requests to start cost one write. */
  save(patch: Partial<SessionRecord>): void {
    if (this.#change(patch)) this.#options.repository.save(this.#record);
  }

  /** The same for what may be a few milliseconds late on the disk. */
  saveSoon(patch: Partial<SessionRecord>): void {
    if (this.#change(patch)) this.#options.repository.saveSoon(this.#record);
  }

  /** Whether there was anything new. */
  #change(patch: Partial<SessionRecord>): boolean {
    const isNew = Object.entries(patch).some(([name, value]) => Reflect.get(this.#record, name) !== value);
    if (isNew) this.#record = { ...this.#record, ...patch };
    return isNew;
  }
}
