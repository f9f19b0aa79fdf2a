import type { Happening } from '@whatsapp-service/shared/ipc/happenings.ts';
import { chatIdOf } from '../message-data-of.ts';
import type { RawMessage } from '../message-data-of.ts';
import { idOf, idOrNull, isoOf, property, textOf, timeOf } from './raw-values.ts';

const maxTextLength = 70_000;

/** What a message and its chat are called. */
function ofMessage(message: RawMessage) {
  return { message_id: idOf(message.id), chat_id: chatIdOf(message) };
}

export function reactionOf(reaction: unknown): Happening {
  const [key, parent] = [property(reaction, 'id'), property(reaction, 'msgId')];
  const emoji = textOf(property(reaction, 'reaction'), 64);
  const data = {
    message_id: idOf(parent),
    chat_id: idOf(property(parent, 'remote')),
    sender: idOf(property(reaction, 'senderId')),
    from_me: property(key, 'fromMe') === true,
    reaction: emoji === '' ? null : emoji,
    timestamp: timeOf(property(reaction, 'timestamp')),
  };
  return { type: 'message.reaction', identity: `${data.message_id} ${data.sender} ${data.timestamp} ${emoji}`, data };
}

/**
 * A message with another text; undefined where the library took something else for one: a thumbnail that came, or a text that could be
 * decrypted at last.
 */
export function editOf(message: RawMessage, newBody: unknown, previousBody: unknown): Happening | undefined {
  const [text, previous] = [textOf(message.body, maxTextLength), textOf(previousBody, maxTextLength)];
  const editedAt = isoOf(Number(property(message.rawData, 'latestEditSenderTimestampMs')));
  if (newBody !== message.body || (previous === '' && editedAt === null)) return undefined;
  const { message_id, chat_id } = ofMessage(message);
  return {
    type: 'message.edited',
    identity: `${message_id} ${editedAt ?? ''} ${editedAt === null ? text.slice(0, 500) : ''}`,
    data: {
      message_id,
      chat_id,
      from_me: message.id.fromMe,
      author: idOrNull(message.author),
      text,
      previous_text: previous === '' ? null : previous,
      edited_at: editedAt,
    },
  };
}

/** A message that was deleted; what is left of it may have an id of its own, and then names the one that it was. */
export function revocationOf(message: RawMessage, scope: 'everyone' | 'me'): Happening {
  const original = idOf(property(message.rawData, 'protocolMessageKey'));
  const { chat_id, ...own } = ofMessage(message);
  const message_id = scope === 'everyone' && original !== '' ? original : own.message_id;
  const data = { message_id, chat_id, from_me: message.id.fromMe, author: idOrNull(message.author), scope };
  return { type: 'message.revoked', identity: `${message_id} ${scope}`, data };
}

export function uploadOf(message: RawMessage): Happening {
  const data = ofMessage(message);
  return { type: 'message.media_uploaded', identity: data.message_id, data };
}

export function undecryptableOf(message: RawMessage): Happening {
  const { message_id, chat_id } = ofMessage(message);
  const from = idOf(message.from) || chat_id;
  const data = { message_id, chat_id, from, author: idOrNull(message.author), timestamp: timeOf(message.timestamp) };
  return { type: 'message.undecryptable', identity: message_id, data };
}

export function voteOf(vote: unknown): Happening {
  const parent = property(vote, 'parentMsgKey');
  const chosen = property(vote, 'selectedOptions');
  const data = {
    message_id: idOf(parent),
    chat_id: idOf(property(parent, 'remote')),
    voter: idOf(property(vote, 'voter')),
    options: (Array.isArray(chosen) ? chosen : []).slice(0, 20).map((option: unknown) => ({
      local_id: Math.trunc(Number(property(option, 'localId'))) || 0,
      name: textOf(property(option, 'name'), 255) || null,
    })),
    timestamp: isoOf(Number(property(vote, 'interractedAtTs'))) ?? new Date().toISOString(),
  };
  return { type: 'poll.voted', identity: `${data.message_id} ${data.voter} ${data.timestamp}`, data };
}
