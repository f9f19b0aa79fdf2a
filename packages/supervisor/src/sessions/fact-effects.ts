import { isAccountFact } from '@whatsapp-service/shared/ipc/facts.ts';
import type { Fact } from '@whatsapp-service/shared/ipc/facts.ts';
import type { SessionReason } from '@whatsapp-service/shared/session/session-reason.ts';
import type { SessionEvent } from '@whatsapp-service/shared/session/session-state.ts';
import { isoTime } from '@whatsapp-service/shared/time/clock.ts';
import type { MessageMark } from '../events/message-cursors.ts';
import { accountEffects } from './account-effects.ts';
import { reasons } from './session-reasons.ts';
import type { SessionRecord } from './session-record.ts';

/** What a worker's fact does: to the state, to the record and to the event log. */
export interface FactEffects {
  readonly event?: SessionEvent;
  readonly reason?: SessionReason | null;
  readonly patch?: Partial<SessionRecord>;
  readonly log?: FactEntry;
  /** Nothing is missing up to here any more. */
  readonly caughtUp?: readonly { readonly chat_id: string; readonly timeMs: number }[];
}

/** An entry of the event log that a fact makes; `mark` where it is a message, or moves a chat on as one. */
export interface FactEntry {
  readonly type: string;
  readonly identity: string;
  readonly data: Record<string, unknown>;
  readonly mark?: MessageMark;
}

/** Reads a fact; `timeMs` is when the worker stated it. */
export function effectsOf(fact: Fact, timeMs: number): FactEffects {
  if (isAccountFact(fact)) return accountEffects(fact, timeMs);
  switch (fact.type) {
    case 'authenticated':
      return { event: 'authenticated', patch: { linked: 'yes', unlinkedReason: null } };
    case 'ready':
      return ready(fact, timeMs);
    case 'connection_lost':
      return { event: 'connection_lost', reason: { code: 'connection_lost', message: `WhatsApp's connection is lost: ${fact.detail}.` } };
    case 'logged_out':
      return unlinked({ code: fact.code, message: fact.message });
    case 'pairing_expired':
      return { event: 'pairing_expired', reason: reasons.pairingExpired, patch: { desired: 'stopped' } };
    case 'phase_ended':
      return {};
    case 'facts_lost':
      return { log: lossOf(fact) };
  }
}

function ready(fact: Extract<Fact, { type: 'ready' }>, timeMs: number): FactEffects {
  return {
    event: 'ready',
    reason: null,
    patch: {
      linked: 'yes',
      unlinkedReason: null,
      phone: fact.phone,
      pushName: fact.pushName,
      connectedSinceMs: timeMs,
      lastConnectedMs: timeMs,
      lastActiveMs: timeMs,
    },
  };
}

function unlinked(reason: SessionReason): FactEffects {
  return { event: 'logged_out', reason, patch: { linked: 'no', unlinkedReason: reason } };
}

function lossOf({ count, sinceMs }: Extract<Fact, { type: 'facts_lost' }>): FactEntry {
  return { type: 'session.events_lost', identity: `${sinceMs} ${count}`, data: { count, since: isoTime(sinceMs) } };
}
