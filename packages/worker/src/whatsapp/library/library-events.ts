import type { EventEmitter } from 'node:events';
import type { Client } from 'whatsapp-web.js';
import type { AccountFact, ChatEntry } from '@whatsapp-service/shared/ipc/facts.ts';
import { archivingOf, callOf, numberChangeOf, removalOf, UnreadCounts } from '../happenings/chat-happenings.ts';
import { groupHappeningOf } from '../happenings/group-happenings.ts';
import { editOf, reactionOf, revocationOf, undecryptableOf, uploadOf, voteOf } from '../happenings/message-happenings.ts';
import { ackOf, chatIdOf, messageDataOf } from '../message-data-of.ts';
import type { RawMessage } from '../message-data-of.ts';

type On = (name: string, factOf: (...values: never[]) => AccountFact | undefined) => void;

/** Every event of the library that tells of the account, as a fact of our own. A listener that fails is told to `onError`, not to the library. */
export function listenToAccount(client: Client, tell: (fact: AccountFact) => void, onError: (error: unknown) => void): void {
  const emitter: EventEmitter = client;
  const on: On = (name, factOf) => {
    emitter.on(name, (...values: unknown[]) => {
      try {
        const fact: AccountFact | undefined = factOf(...(values as never[]));
        if (fact !== undefined) tell(fact);
      } catch (error) {
        onError(error);
      }
    });
  };
  listenToMessages(on);
  listenToGroups(on);
  listenToChats(on);
}

/** A message as the entry of its chat. */
export function entryOf(message: RawMessage): ChatEntry {
  return { type: message.id.fromMe ? 'message.sent' : 'message.received', message: messageDataOf(message) };
}

function listenToMessages(on: On): void {
  on('message_create', (message: RawMessage) => entryOf(message));
  on('message_ack', (message: RawMessage, ack: unknown) => ({
    type: 'message.ack',
    message_id: message.id._serialized,
    chat_id: chatIdOf(message),
    ack: ackOf(ack),
  }));
  on('message_reaction', (reaction: unknown) => reactionOf(reaction));
  on('message_edit', (message: RawMessage, body: unknown, previousBody: unknown) => editOf(message, body, previousBody));
  on('message_revoke_everyone', (message: RawMessage) => revocationOf(message, 'everyone'));
  on('message_revoke_me', (message: RawMessage) => revocationOf(message, 'me'));
  on('media_uploaded', (message: RawMessage) => uploadOf(message));
  on('message_ciphertext_failed', (message: RawMessage) => undecryptableOf(message));
  on('vote_update', (vote: unknown) => voteOf(vote));
}

function listenToGroups(on: On): void {
  for (const name of ['group_join', 'group_leave', 'group_admin_changed', 'group_membership_request', 'group_update']) {
    on(name, (notification: unknown) => groupHappeningOf(notification));
  }
}

function listenToChats(on: On): void {
  const unread = new UnreadCounts();
  on('call', (call: unknown) => callOf(call));
  on('chat_archived', (chat: unknown, archived: unknown) => archivingOf(chat, archived, Date.now()));
  on('chat_removed', (chat: unknown) => removalOf(chat, Date.now()));
  on('unread_count', (chat: unknown) => unread.changed(chat, Date.now()));
  on('contact_changed', (message: RawMessage, oldId: unknown, newId: unknown, isContact: unknown) =>
    numberChangeOf(message, oldId, newId, isContact),
  );
}
