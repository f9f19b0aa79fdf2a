import Type from 'typebox';
import type { Static } from 'typebox';
import { Happening } from './happenings.ts';
import { MessageData } from './message-data.ts';

const text = Type.String({ maxLength: 1_000 });
const timeMs = Type.Number({ description: 'Milliseconds since the epoch.' });

/** The stretches of a worker's life that have a deadline or a name in the timeline. */
export const Phase = Type.Union([
  Type.Literal('loading'),
  Type.Literal('launching'),
  Type.Literal('navigating'),
  Type.Literal('pairing'),
  Type.Literal('authenticating'),
  Type.Literal('connected'),
  Type.Literal('reconnecting'),
  Type.Literal('closing'),
]);
export type Phase = Static<typeof Phase>;

const StateFact = Type.Union([
  Type.Object({ type: Type.Literal('authenticated') }),
  Type.Object({
    type: Type.Literal('ready'),
    phone: Type.Union([Type.String({ maxLength: 32 }), Type.Null()]),
    pushName: Type.Union([text, Type.Null()]),
  }),
  Type.Object({ type: Type.Literal('connection_lost'), detail: text }),
  Type.Object({
    type: Type.Literal('logged_out'),
    code: Type.Union([Type.Literal('logged_out'), Type.Literal('auth_missing'), Type.Literal('auth_corrupt')]),
    message: text,
  }),
  Type.Object({ type: Type.Literal('pairing_expired') }),
  /** So many messages could not be kept since then. */
  Type.Object({ type: Type.Literal('facts_lost'), count: Type.Integer({ minimum: 1 }), sinceMs: timeMs }),
  Type.Object({
    type: Type.Literal('phase_ended'),
    phase: Phase,
    startedAtMs: timeMs,
    endedAtMs: timeMs,
    deadlineMs: Type.Union([Type.Number(), Type.Null()]),
    outcome: Type.Union([Type.Literal('done'), Type.Literal('failed')]),
    detail: Type.Union([text, Type.Null()]),
  }),
]);

/** How a message came. */
const arrival = {
  /** It was fetched afterwards. */
  backfilled: Type.Optional(Type.Literal(true)),
  /** Earlier messages may still be missing: no cursor moves. */
  behind: Type.Optional(Type.Literal(true)),
};

const id = Type.String({ minLength: 1, maxLength: 256 });

/** How many chats one statement that all is fetched may name. */
export const chatsPerCatchUp = 1_000;

const MessageFact = Type.Union([
  Type.Object({ type: Type.Literal('message.received'), message: MessageData, ...arrival }),
  Type.Object({ type: Type.Literal('message.sent'), message: MessageData, ...arrival }),
  /** The bound of the backfill left out messages of a chat. */
  Type.Object({ type: Type.Literal('messages.gap'), chat_id: id, fromMs: timeMs, toMs: timeMs }),
  /** Everything stated so far is all there is; these chats were looked through up to their newest entry. */
  Type.Object({
    type: Type.Literal('messages.caught_up'),
    chats: Type.Array(Type.Object({ chat_id: id, timeMs }), { maxItems: chatsPerCatchUp }),
  }),
  Type.Object({
    type: Type.Literal('message.ack'),
    message_id: id,
    chat_id: id,
    ack: Type.Integer({ minimum: -1, maximum: 4 }),
  }),
]);

/** What the account's page tells of: messages and whatever else happens. */
export type AccountFact = Static<typeof MessageFact> | Happening;

/** What stands in a chat: a message, or a note of what happened in a group. */
export type ChatEntry = Extract<AccountFact, { type: 'message.received' | 'message.sent' | `group.${string}` }>;

/** The id under which its chat has it. */
export function entryIdOf(entry: ChatEntry): string {
  return 'message' in entry ? entry.message.message_id : entry.data.notification_id;
}

/** Whatever is not the session's own state has a name of two parts. */
export function isAccountFact(fact: Fact): fact is AccountFact {
  return fact.type.includes('.');
}

export function isChatEntry(fact: Fact): fact is ChatEntry {
  return fact.type === 'message.received' || fact.type === 'message.sent' || fact.type.startsWith('group.');
}

/** What a worker states and holds until the supervisor has committed it. */
export const Fact = Type.Union([StateFact, MessageFact, Happening]);
export type Fact = Static<typeof Fact>;

/** A kept event: numbered from 1 in each worker's life. */
export const KeptEvent = Type.Object({
  seq: Type.Integer({ minimum: 1 }),
  timeMs,
  fact: Fact,
});
export type KeptEvent = Static<typeof KeptEvent>;

/** What is sent once and may be lost. */
export const PassingEvent = Type.Union([
  Type.Object({
    type: Type.Literal('qr'),
    qr: Type.String({ maxLength: 1_000 }),
    expiresAtMs: timeMs,
  }),
  Type.Object({ type: Type.Literal('pairing_code'), code: Type.String({ maxLength: 32 }) }),
  Type.Object({ type: Type.Literal('loading'), percent: Type.Number() }),
  Type.Object({ type: Type.Literal('beat'), phase: Phase, rssBytes: Type.Number() }),
  Type.Object({
    type: Type.Literal('browser'),
    pid: Type.Integer({ minimum: 1 }),
    startTime: Type.String({ maxLength: 32 }),
  }),
]);
export type PassingEvent = Static<typeof PassingEvent>;
