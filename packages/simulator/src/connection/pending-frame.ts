import type { Device, PendingUpdate } from '../accounts/account.ts';
import type { AccountStore } from '../accounts/account-store.ts';
import type { AccountView } from '../messages/account-view.ts';
import { chatOf, isNotification } from '../messages/message-record.ts';
import type { MessageStore } from '../messages/message-store.ts';
import type { ServerFrame } from '../protocol/server-frames.ts';

type Parts = { accounts: AccountStore; messages: MessageStore; view: AccountView };

/** The frame that tells a device of something that waited for it. */
export function pendingFrame({ accounts, messages, view }: Parts, device: Device, update: PendingUpdate): ServerFrame | undefined {
  const { number } = device;
  const record = messages.get(update.messageId);
  const account = accounts.find(number);
  if (!record || !account) return undefined;
  const { sequence, messageId } = update;
  const chat = chatOf(record, number);
  const author = record.receipts ? view.widIn(chat, record.from) : null;
  const by = (sender: string) => ({
    sender: view.widIn(chat, sender),
    fromMe: sender === number,
    parentFromMe: record.from === number,
  });
  switch (update.kind) {
    case 'message': {
      const later = device.pending.filter((other) => other.kind === 'message' && other.sequence > sequence);
      const unreadCount = view.unreadCount(number, chat, new Set(later.map((other) => other.messageId)));
      const message = view.message(number, record, record.from === number ? 1 : undefined);
      // A group is told with what happens in it: the page may know nothing of it yet.
      const group = isNotification(record) ? view.group(number, chat) : null;
      return { kind: 'message', sequence, message, contact: view.contact(account, chat), group, unreadCount };
    }
    case 'ack':
      return { kind: 'ack', sequence, messageId, chat, author, ack: update.ack };
    case 'amended':
      return { kind: 'amended', sequence, message: view.message(number, record), hidden: record.hiddenFrom?.includes(number) === true };
    case 'vote': {
      const { options, at } = record.votes?.[update.sender] ?? { options: [], at: Date.now() };
      return { kind: 'vote', sequence, vote: { messageId, chat, author, ...by(update.sender), options, atMs: at } };
    }
    case 'reaction': {
      const text = record.reactions[update.sender] ?? '';
      const t = Math.floor(Date.now() / 1000);
      const reaction = { messageId, chat, author, ...by(update.sender), text, t };
      return { kind: 'reaction', sequence, reaction };
    }
  }
}
