import Type from 'typebox';
import { ChatAddress } from '../../session/chat-address.ts';
import { MessageId } from '../message-content.ts';
import { MessageData } from '../message-data.ts';
import type { Side } from '../side.ts';
import { OwnId, SentResult } from './message-methods.ts';

const message = { messageId: MessageId };
const timeoutMs = 30_000;
const done = Type.Object({});

/** How long a message can be pinned, in seconds: 24 hours, 7 days, 30 days. */
export const pinDurations = [86_400, 604_800, 2_592_000] as const;

/** What a worker does with messages that were sent or received. */
export const messageActMethods = {
  /** An empty emoji takes the reaction back. */
  'message.react': { params: Type.Object({ ...message, emoji: Type.String({ maxLength: 64 }) }), result: done, timeoutMs },
  /** Answers with the message as it is afterwards. */
  'message.edit': {
    params: Type.Object({ ...message, text: Type.String({ minLength: 1, maxLength: 65_536 }) }),
    result: MessageData,
    timeoutMs,
  },
  'message.delete': {
    params: Type.Object({ ...message, forWhom: Type.Union([Type.Literal('everyone'), Type.Literal('me')]) }),
    result: done,
    timeoutMs,
  },
  'message.forward': {
    params: Type.Object({
      ...message,
      idempotencyKey: Type.String({ minLength: 1, maxLength: 256 }),
      ownId: Type.Optional(OwnId),
      to: ChatAddress,
    }),
    result: SentResult,
    timeoutMs,
  },
  'message.star': { params: Type.Object({ ...message, starred: Type.Boolean() }), result: done, timeoutMs },
  /** Null takes the pin away. */
  'message.pin': {
    params: Type.Object({ ...message, durationSeconds: Type.Union([Type.Integer({ minimum: 1 }), Type.Null()]) }),
    result: done,
    timeoutMs,
  },
  /** No options take the vote back. */
  'message.vote': {
    params: Type.Object({ ...message, options: Type.Array(Type.String({ minLength: 1, maxLength: 255 }), { maxItems: 12 }) }),
    result: done,
    timeoutMs,
  },
} as const satisfies Side['methods'];
