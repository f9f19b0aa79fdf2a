import type { ChatData } from '@whatsapp-service/shared/ipc/chat-data.ts';
import type { WorkerSide } from '@whatsapp-service/shared/ipc/contract.ts';
import type { MessageData } from '@whatsapp-service/shared/ipc/message-data.ts';
import type { MethodName, Result } from '@whatsapp-service/shared/ipc/side.ts';

import { peopleAnswers } from './people-answers.ts';
import { channelAnswers } from './channel-answers.ts';
import { groupAnswers } from './group-answers.ts';

type Answers = { readonly [M in MethodName<WorkerSide>]?: Result<WorkerSide, M> };

const message: MessageData = {
  message_id: 'true_15550000002@c.us_3EB0AA',
  chat_id: '15550000002@c.us',
  from: '15550000001@c.us',
  to: '15550000002@c.us',
  author: null,
  from_me: true,
  type: 'image',
  text: 'hello',
  timestamp: '2026-11-23T16:00:00.000Z',
  ack: 1,
  has_media: true,
  media: {
    mime_type: 'image/png',
    size: 4,
    file_name: null,
    sha256: null,
    duration_seconds: null,
    width: 1,
    height: 1,
    gif: false,
    view_once: false,
  },
};

const chat: ChatData = {
  chat_id: '15550000002@c.us',
  kind: 'person',
  name: 'Bob',
  unread_count: 0,
  marked_unread: false,
  archived: false,
  pinned: false,
  muted_until: null,
  read_only: false,
  timestamp: '2026-11-23T16:00:00.000Z',
  last_message: null,
};

/** What a worker answers where no worker is. */
const answers: Answers = {
  'message.download_media': { mimeType: 'text/html', fileName: 'a"\r\nx: y.html', size: 5 },
  'chat.list': { chats: [chat], nextCursor: '1764000000_15550000002@c.us' },
  'chat.get': { ...chat, last_message: message },
  'chat.change': chat,
  'chat.sync_history': { requested: true },
  'chat.clear': {},
  'chat.delete': {},
  'chat.show_state': {},
  'chat.messages': { messages: [message], nextBefore: message.message_id },
  'chat.pinned_messages': { messages: [message] },
  'message.get': message,
  'message.search': { messages: [message] },
  'message.info': { delivered: [], delivery_remaining: 1, read: [], read_remaining: 1, played: [], played_remaining: 0 },
  'message.quoted': { message },
  'message.reactions': { reactions: [{ emoji: '👍', sender: '15550000002@c.us', time: null }] },
  'message.order': { order: { products: [], subtotal: null, total: '5000', currency: 'EUR', created_at: null } },
  'message.votes': { votes: [{ voter: '15550000002@c.us', options: ['Now'], time: '2026-11-23T16:00:00.000Z' }] },
  'message.react': {},
  'message.edit': message,
  'message.delete': {},
  'message.forward': { messageId: message.message_id, timestamp: message.timestamp, ack: 1 },
  'message.star': {},
  'message.pin': {},
  'message.vote': {},
  ...peopleAnswers,
  'message.find_sent': { sent: null },
  ...groupAnswers,
  ...channelAnswers,
};

/** The answer of a worker to a command; throws for one that has none here. */
export function workerAnswer<M extends MethodName<WorkerSide>>(method: M): Result<WorkerSide, M> {
  const answer: Answers[M] = answers[method];
  if (answer === undefined) throw new Error(`The tests have no answer to ${method}.`);
  return answer;
}
