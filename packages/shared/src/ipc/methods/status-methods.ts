import Type from 'typebox';
import { PersonAddress } from '../../session/chat-address.ts';
import { MessageData } from '../message-data.ts';
import type { Side } from '../side.ts';
import { OwnId, SentResult } from './message-methods.ts';

const timeoutMs = 30_000;
const id = Type.String({ minLength: 1, maxLength: 256 });

/** What somebody shows for a day, without its messages. */
export const BroadcastData = Type.Object({
  contact_id: id,
  timestamp: Type.Union([Type.String(), Type.Null()], { description: 'Of the newest message; ISO 8601, UTC.' }),
  total_count: Type.Integer({ minimum: 0 }),
  unread_count: Type.Integer({ minimum: 0 }),
});

/** The `message_id` of a status message of the account's own. */
export const StatusMessageId = Type.String({ pattern: '^true_status@broadcast_[^_\\s]{1,64}(_[^_\\s]{1,80})?$' });

/** What a worker does with statuses (stories). */
export const statusMethods = {
  'status.send': {
    params: Type.Object({
      idempotencyKey: Type.String({ minLength: 1, maxLength: 256 }),
      ownId: Type.Optional(OwnId),
      text: Type.String({ minLength: 1, maxLength: 700 }),
      backgroundColor: Type.Union([Type.String({ pattern: '^#[0-9a-fA-F]{6}$' }), Type.Null()]),
      font: Type.Integer({ minimum: 0, maximum: 7 }),
    }),
    // Workers of older versions do not say how far it is.
    result: Type.Object({ messageId: id, timestamp: Type.String(), ack: Type.Optional(SentResult.properties.ack) }),
    timeoutMs,
  },
  'status.revoke': { params: Type.Object({ messageId: StatusMessageId }), result: Type.Object({}), timeoutMs },
  /** What is shown, by contact id. */
  'broadcast.list': {
    params: Type.Object({ after: Type.Union([id, Type.Null()]), limit: Type.Integer({ minimum: 1, maximum: 100 }) }),
    result: Type.Object({ broadcasts: Type.Array(BroadcastData, { maxItems: 100 }), next: Type.Union([id, Type.Null()]) }),
    timeoutMs,
  },
  /** What one person shows, the newest messages of it, their texts cut; null where it is nothing. */
  'broadcast.get': {
    params: Type.Object({ contactId: PersonAddress }),
    result: Type.Object({
      broadcast: Type.Union([BroadcastData, Type.Null()]),
      messages: Type.Array(MessageData, { maxItems: 30 }),
    }),
    timeoutMs,
  },
} as const satisfies Side['methods'];
