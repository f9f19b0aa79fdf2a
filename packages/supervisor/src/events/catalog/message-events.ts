import Type from 'typebox';
import {
  MessageEdited,
  MessageMediaUploaded,
  MessageReaction,
  MessageRevoked,
  MessageUndecryptable,
  PollVoted,
} from '@whatsapp-service/shared/ipc/happenings.ts';
import { MessageData } from '@whatsapp-service/shared/ipc/message-data.ts';
import type { EventType } from './event-type.ts';

const chat_id = '15550000002@c.us';
const message_id = 'false_15550000002@c.us_3EB0C431C26A1916E07A';
const timestamp = '2026-11-23T16:00:00.000Z';
const of = { message_id, chat_id };

const backfilled = Type.Boolean({ description: 'Whether it came while nobody listened, and was fetched afterwards.' });
const Message = Type.Object({ ...MessageData.properties, backfilled });
const message = {
  ...of,
  from: chat_id,
  to: '15550000001@c.us',
  author: null,
  from_me: false,
  type: 'chat',
  text: 'Where is my parcel?',
  timestamp,
  ack: 1,
  has_media: false,
  backfilled: false,
};

/** What happens to messages. */
export const messageEvents: readonly EventType[] = [
  { type: 'message.received', about: 'Somebody wrote to the account.', data: Message, example: message },
  {
    type: 'message.sent',
    about: 'The account wrote, by this service, on a phone, or on another of its devices.',
    data: Message,
    example: {
      ...message,
      message_id: `true_${chat_id}_3EB0A1`,
      from: message.to,
      to: chat_id,
      from_me: true,
      ack: 0,
      text: 'On its way.',
    },
  },
  {
    type: 'message.ack',
    about:
      'A message of the account went one step further: 1 it is at the server, 2 delivered, 3 read, 4 played; -1 it failed. A step may be left out.',
    data: Type.Object({ message_id: Type.String(), chat_id: Type.String(), ack: MessageData.properties.ack }),
    example: { message_id: `true_${chat_id}_3EB0A1`, chat_id, ack: 3 },
  },
  {
    type: 'message.reaction',
    about: 'Somebody reacted to a message, with another emoji, or took the reaction back.',
    data: MessageReaction,
    example: { ...of, sender: chat_id, from_me: false, reaction: '👍', timestamp },
  },
  {
    type: 'message.edited',
    about: 'A message has another text.',
    data: MessageEdited,
    example: { ...of, from_me: false, author: null, text: 'Where is it?', previous_text: 'Where is my parcel?', edited_at: timestamp },
  },
  {
    type: 'message.revoked',
    about: 'A message was deleted, for everyone or for this account alone.',
    data: MessageRevoked,
    example: { ...of, from_me: false, author: null, scope: 'everyone' },
  },
  {
    type: 'message.media_uploaded',
    about: "The media of a message that the account sends is at WhatsApp's servers; the message itself follows.",
    data: MessageMediaUploaded,
    example: { message_id: `true_${chat_id}_3EB0A1`, chat_id },
  },
  {
    type: 'message.undecryptable',
    about:
      'A message came that could not be decrypted within 15 s. Where WhatsApp delivers it once more it is a message.received as any other.',
    data: MessageUndecryptable,
    example: { ...of, from: chat_id, author: null, timestamp },
  },
  {
    type: 'message.send_settled',
    about:
      'A send came to its end that no answer told: sent, failed, expired or cancelled. The data is the send as GET …/sends/{send_id} has it.',
    data: Type.Object({
      send_id: Type.String(),
      idempotency_key: Type.Union([Type.String(), Type.Null()]),
      to: Type.String(),
      status: Type.String(),
      message_id: Type.Union([Type.String(), Type.Null()]),
      timestamp: Type.Union([Type.String(), Type.Null()]),
      error: Type.Union([Type.Object({ code: Type.String(), detail: Type.String(), retryable: Type.Boolean() }), Type.Null()]),
      attempts: Type.Integer({ minimum: 0 }),
      send_at: Type.Union([Type.String(), Type.Null()]),
      expires_at: Type.Union([Type.String(), Type.Null()]),
      created_at: Type.String(),
      settled_at: Type.Union([Type.String(), Type.Null()]),
    }),
    example: {
      send_id: 'snd_7Q2kXw0c9bY1',
      idempotency_key: 'order-4711',
      to: chat_id,
      status: 'sent',
      message_id: `true_${chat_id}_3EB0A1`,
      timestamp,
      error: null,
      attempts: 1,
      send_at: null,
      expires_at: null,
      created_at: timestamp,
      settled_at: timestamp,
    },
  },
  {
    type: 'message.bulk_ended',
    about: 'A message to many is through, or was cancelled. The data is the job as GET …/messages/bulk/{job_id} has it.',
    data: Type.Object({
      job_id: Type.String(),
      idempotency_key: Type.String(),
      status: Type.String({ description: '`completed` or `cancelled`.' }),
      total: Type.Integer({ minimum: 0 }),
      counts: Type.Record(Type.String(), Type.Integer({ minimum: 0 }), { description: 'How many of its sends have each status.' }),
      created_at: Type.String(),
      ended_at: Type.Union([Type.String(), Type.Null()]),
    }),
    example: {
      job_id: 'blk_9tKx2mQvB7cLwYp3RfJd',
      idempotency_key: 'newsletter-7',
      status: 'completed',
      total: 2,
      counts: { sent: 1, failed: 1 },
      created_at: timestamp,
      ended_at: timestamp,
    },
  },
  {
    type: 'messages.gap',
    about: 'Messages that came while nobody listened were left out: more than BACKFILL_LIMIT, or older than BACKFILL_MAX_AGE.',
    data: Type.Object({ chat_id: Type.String(), from: Type.String(), to: Type.String() }),
    example: { chat_id, from: '2026-11-01T09:30:00.000Z', to: timestamp },
  },
  {
    type: 'poll.voted',
    about: 'Somebody chose in a poll, chose something else, or took the vote back.',
    data: PollVoted,
    example: { message_id: `true_${chat_id}_3EB0B2`, chat_id, voter: chat_id, options: [{ local_id: 1, name: 'Coffee' }], timestamp },
  },
];
