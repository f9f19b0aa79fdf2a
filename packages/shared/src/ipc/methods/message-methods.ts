import Type from 'typebox';
import { ChatAddress } from '../../session/chat-address.ts';
import { statusChatId } from '../outgoing-content.ts';
import { MediaFileName } from '../media-file.ts';
import { MediaContent, MessageContent, MessageId } from '../message-content.ts';
import type { Side } from '../side.ts';

export const SentResult = Type.Object({
  messageId: Type.String({ minLength: 1, maxLength: 256 }),
  timestamp: Type.String(),
  ack: Type.Integer({ minimum: -1, maximum: 4 }),
});

const key = Type.String({ minLength: 1, maxLength: 256 });

/** The part of a message's id that its sender chooses, as WhatsApp Web makes it: the message has it even where the worker ends in mid-send. */
export const OwnId = Type.String({ pattern: '^[0-9A-F]{16,40}$' });

/** What a worker does with messages. */
export const messageMethods = {
  'message.send': {
    params: Type.Object({
      idempotencyKey: key,
      ownId: Type.Optional(OwnId),
      to: ChatAddress,
      text: Type.String({ minLength: 1, maxLength: 65_536 }),
    }),
    result: SentResult,
    timeoutMs: 30_000,
  },
  /** Any kind of message; a plain text goes by message.send, which older workers know as well. */
  'message.send_content': {
    params: Type.Object({
      idempotencyKey: key,
      ownId: Type.Optional(OwnId),
      to: ChatAddress,
      content: MessageContent,
    }),
    result: SentResult,
    timeoutMs: 30_000,
  },
  /** A message with a file, which takes longer; what older workers do not know is a method of its own. */
  'message.send_media': {
    params: Type.Object({
      idempotencyKey: key,
      ownId: Type.Optional(OwnId),
      to: ChatAddress,
      content: MediaContent,
    }),
    result: SentResult,
    timeoutMs: 160_000,
  },
  /** Writes the media of a message to a new file in the session's media folder. */
  'message.download_media': {
    params: Type.Object({ messageId: MessageId, file: MediaFileName, maxBytes: Type.Integer({ minimum: 1 }) }),
    result: Type.Object({
      mimeType: Type.Union([Type.String({ maxLength: 200 }), Type.Null()]),
      fileName: Type.Union([Type.String({ maxLength: 255 }), Type.Null()]),
      size: Type.Integer({ minimum: 0 }),
    }),
    timeoutMs: 160_000,
  },
  /** What became of a send: the message as the page has it now, once a send that is under way has ended; else null. */
  'message.find_sent': {
    params: Type.Object({ idempotencyKey: key, ownId: OwnId, to: Type.Union([ChatAddress, Type.Literal(statusChatId)]) }),
    result: Type.Object({ sent: Type.Union([SentResult, Type.Null()]) }),
    timeoutMs: 30_000,
  },
} as const satisfies Side['methods'];
