import type { Phase } from '@whatsapp-service/shared/ipc/facts.ts';
import { hasProcess, isEnding } from '@whatsapp-service/shared/session/session-state.ts';
import type { LedgerEntry } from '../workers/worker-ledger.ts';
import type { SessionRecord } from './session-record.ts';

export interface AdoptionFacts {
  readonly isAlive: boolean;
  readonly oldestProtocol: number;
  readonly newestProtocol: number;
}

/** Whether the worker of an earlier supervisor is taken over; the others are ended, and their sessions start anew where they are wanted. */
export function isAdoptable(entry: LedgerEntry, record: SessionRecord, facts: AdoptionFacts): boolean {
  const { isAlive, oldestProtocol, newestProtocol } = facts;
  const understands = entry.protocol >= oldestProtocol && entry.protocol <= newestProtocol;
  return isAlive && understands && record.desired === 'running' && hasProcess(record.state) && !isEnding(record.state);
}

/** Whether a worker that is taken over has yet to show that it is connected. */
export function isBeingTakenOver({ state, reason }: Pick<SessionRecord, 'state' | 'reason'>): boolean {
  return state === 'adopting' || (state === 'reconnecting' && reason?.code === 'adopting');
}

/** An application may list an account only some time after it was linked. */
const newForMs = 600_000;

/** Whether a session that was taken over goes on although the application does not list it: one that is just being linked does. */
export function outlivesTheList({ linked, createdMs }: Pick<SessionRecord, 'linked' | 'createdMs'>, nowMs: number): boolean {
  return linked !== 'yes' || nowMs - createdMs < newForMs;
}

/** What a supervisor does once a worker that it takes over has said where it is. */
export type AdoptionStep = 'probe_page' | 'await_start' | 'await_worker';

/** `await_start` has the deadline of a start; `await_worker` leaves it to the worker's own. */
export function adoptionStep(phase: Phase): AdoptionStep {
  switch (phase) {
    case 'connected':
      return 'probe_page';
    case 'loading':
    case 'launching':
    case 'navigating':
    case 'authenticating':
      return 'await_start';
    // It says its code again, and only then there is one to be scanned.
    case 'pairing':
    case 'reconnecting':
    case 'closing':
      return 'await_worker';
  }
}
