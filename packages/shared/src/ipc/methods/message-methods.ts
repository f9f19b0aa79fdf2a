import Type from 'typebox';
import { ChatAddress } from '../../session/chat-address.ts';
import { MediaContent, MessageContent } from '../message-content.ts';
import type { Side } from '../side.ts';

export const SentResult = Type.Object({
  messageId: Type.String({ minLength: 1, maxLength: 256 }),
  timestamp: Type.String(),
  ack: Type.Integer({ minimum: -1, maximum: 4 }),
});

/** What a worker does with messages. */
export const messageMethods = {
  'message.send': {
    params: Type.Object({
      idempotencyKey: Type.String({ minLength: 1, maxLength: 256 }),
      to: ChatAddress,
      text: Type.String({ minLength: 1, maxLength: 65_536 }),
    }),
    result: SentResult,
    timeoutMs: 30_000,
  },
  /** Any kind of message; a plain text goes by message.send, which older workers know as well. */
  'message.send_content': {
    params: Type.Object({
      idempotencyKey: Type.String({ minLength: 1, maxLength: 256 }),
      to: ChatAddress,
      content: MessageContent,
    }),
    result: SentResult,
    timeoutMs: 30_000,
  },
  /** A message with a file, which takes longer; what older workers do not know is a method of its own. */
  'message.send_media': {
    params: Type.Object({
      idempotencyKey: Type.String({ minLength: 1, maxLength: 256 }),
      to: ChatAddress,
      content: MediaContent,
    }),
    result: SentResult,
    timeoutMs: 160_000,
  },
} as const satisfies Side['methods'];
