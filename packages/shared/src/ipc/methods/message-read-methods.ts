import Type from 'typebox';
import { ChatAddress } from '../../session/chat-address.ts';
import { MessageId } from '../message-content.ts';
import { MessageData } from '../message-data.ts';
import { DeliveryInfo, MessageReactions, OrderDetails, PollVotes } from '../message-reports.ts';
import type { Side } from '../side.ts';

const timeoutMs = 30_000;
const limit = Type.Integer({ minimum: 1, maximum: 100 });

/** What a worker reads of messages that were sent and received. */
export const messageReadMethods = {
  /** What was written in a chat, the newest first: before a message, before a moment, or the last. */
  'chat.messages': {
    params: Type.Object({
      chatId: ChatAddress,
      limit,
      beforeMessage: Type.Optional(MessageId),
      beforeMs: Type.Optional(Type.Integer({ minimum: 0 })),
    }),
    result: Type.Object({
      messages: Type.Array(MessageData, { maxItems: 100 }),
      nextBefore: Type.Union([Type.String({ maxLength: 256 }), Type.Null()]),
    }),
    timeoutMs,
  },
  'chat.pinned_messages': {
    params: Type.Object({ chatId: ChatAddress }),
    result: Type.Object({ messages: Type.Array(MessageData, { maxItems: 100 }) }),
    timeoutMs,
  },
  'message.get': { params: Type.Object({ messageId: MessageId }), result: MessageData, timeoutMs },
  'message.search': {
    params: Type.Object({
      text: Type.String({ minLength: 1, maxLength: 200 }),
      chatId: Type.Optional(ChatAddress),
      limit: Type.Integer({ minimum: 1, maximum: 50 }),
      page: Type.Integer({ minimum: 1, maximum: 1_000 }),
    }),
    result: Type.Object({ messages: Type.Array(MessageData, { maxItems: 50 }) }),
    timeoutMs,
  },
  'message.info': { params: Type.Object({ messageId: MessageId }), result: DeliveryInfo, timeoutMs },
  'message.reactions': {
    params: Type.Object({ messageId: MessageId }),
    result: Type.Object({ reactions: MessageReactions }),
    timeoutMs,
  },
  /** Null where the message quotes nothing. */
  'message.quoted': {
    params: Type.Object({ messageId: MessageId }),
    result: Type.Object({ message: Type.Union([MessageData, Type.Null()]) }),
    timeoutMs,
  },
  /** Refused by WRK_NOT_FOR_MESSAGE where the message is no order; null where WhatsApp tells nothing of it any more. */
  'message.order': {
    params: Type.Object({ messageId: MessageId }),
    result: Type.Object({ order: Type.Union([OrderDetails, Type.Null()]) }),
    timeoutMs,
  },
  'message.votes': { params: Type.Object({ messageId: MessageId }), result: Type.Object({ votes: PollVotes }), timeoutMs },
} as const satisfies Side['methods'];
