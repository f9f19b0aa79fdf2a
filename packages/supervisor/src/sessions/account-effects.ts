import type { AccountFact } from '@whatsapp-service/shared/ipc/facts.ts';
import { isoTime } from '@whatsapp-service/shared/time/clock.ts';
import type { FactEffects, FactEntry } from './fact-effects.ts';

/** What a fact of the account does; `timeMs` is when the worker stated it. */
export function accountEffects(fact: AccountFact, timeMs: number): FactEffects {
  switch (fact.type) {
    case 'message.received':
    case 'message.sent':
      return messageEffects(fact, timeMs);
    case 'messages.gap':
      return { log: gapOf(fact) };
    case 'messages.caught_up':
      return { caughtUp: fact.chats };
    case 'group.participant_joined':
    case 'group.participant_left':
    case 'group.admin_changed':
    case 'group.membership_requested':
    case 'group.updated':
      return { log: groupEntry(fact) };
    case 'message.reaction':
    case 'message.edited':
    case 'message.revoked':
    case 'message.media_uploaded':
    case 'message.undecryptable':
    case 'poll.voted':
    case 'call.received':
    case 'chat.archived':
    case 'chat.removed':
    case 'chat.unread':
    case 'contact.changed':
      return { log: { type: fact.type, identity: fact.identity, data: { ...fact.data } } };
    case 'message.ack':
      return { log: ackEntry(fact) };
  }
}

function ackEntry({ type, message_id, chat_id, ack }: Extract<AccountFact, { type: 'message.ack' }>): FactEntry {
  return { type, identity: `${message_id} ${ack}`, data: { message_id, chat_id, ack } };
}

function messageEffects(fact: Extract<AccountFact, { type: 'message.received' | 'message.sent' }>, timeMs: number): FactEffects {
  const { message_id: messageId, chat_id: chatId, timestamp } = fact.message;
  const backfilled = fact.backfilled === true;
  const mark = { chatId, messageId, timeMs: Date.parse(timestamp), isBehind: fact.behind === true };
  return {
    // What is fetched afterwards says nothing of now.
    ...(backfilled ? {} : { patch: { lastActiveMs: timeMs } }),
    log: { type: fact.type, identity: messageId, data: { ...fact.message, backfilled }, mark },
  };
}

/** It stands among the messages of its group. */
function groupEntry({ type, identity, data, backfilled, behind }: Extract<AccountFact, { type: `group.${string}` }>): FactEntry {
  const mark = { chatId: data.group_id, messageId: data.notification_id, timeMs: Date.parse(data.timestamp), isBehind: behind === true };
  return { type, identity, data: { ...data, backfilled: backfilled === true }, mark };
}

function gapOf({ chat_id: chatId, fromMs, toMs }: Extract<AccountFact, { type: 'messages.gap' }>): FactEntry {
  return {
    type: 'messages.gap',
    identity: `${chatId} ${fromMs} ${toMs}`,
    data: { chat_id: chatId, from: isoTime(fromMs), to: isoTime(toMs) },
    mark: { chatId, messageId: null, timeMs: toMs, isBehind: true },
  };
}
