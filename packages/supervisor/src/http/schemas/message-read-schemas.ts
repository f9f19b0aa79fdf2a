import Type from 'typebox';
import { MessageId } from '@whatsapp-service/shared/ipc/message-content.ts';
import { MessageData } from '@whatsapp-service/shared/ipc/message-data.ts';
import { DeliveryInfo, MessageReactions, OrderDetails, PollVotes } from '@whatsapp-service/shared/ipc/message-reports.ts';
import { ChatAddress } from '@whatsapp-service/shared/session/chat-address.ts';
import { nullable, ref, SessionPath } from './schema-parts.ts';

const closed = { additionalProperties: false };

/** The path that names a message. */
export const MessagePath = Type.Object({ ...SessionPath.properties, message_id: MessageId });

/** A message that was sent or received. */
export const Message = Type.Object(MessageData.properties, {
  $id: 'Message',
  description: 'A message that was sent or received.',
  examples: [
    {
      message_id: 'false_15550000002@c.us_3EB0…',
      chat_id: '15550000002@c.us',
      from: '15550000002@c.us',
      to: '15550000001@c.us',
      author: null,
      from_me: false,
      type: 'chat',
      text: 'Hello',
      timestamp: '2026-11-23T16:00:00.000Z',
      ack: 1,
      has_media: false,
    },
  ],
});

/** A page of a chat's messages. */
export const MessageList = Type.Object(
  {
    messages: Type.Array(ref(Message)),
    next_before: nullable(Type.String({ description: "Give it as `before` to get the next page; null at the chat's beginning." })),
  },
  { $id: 'MessageList', description: 'Messages of a chat, the newest first. A page of long messages has fewer than `limit`.' },
);

/** What is pinned in a chat. */
export const PinnedMessageList = Type.Object(
  { messages: Type.Array(ref(Message)) },
  { $id: 'PinnedMessageList', description: 'The messages that are pinned in a chat now.' },
);

/** A page of messages that were found. */
export const FoundMessageList = Type.Object(
  {
    messages: Type.Array(ref(Message)),
    next_page: nullable(Type.Integer({ description: 'Give it as `page` to get more; null where there is no more.' })),
  },
  {
    $id: 'FoundMessageList',
    description:
      'Messages that have a text in them, in the order in which WhatsApp finds them; texts are cut to 2,000 characters, and an uncommonly large message has only what every message has.',
  },
);

/** Which messages of a chat. */
export const MessageQuery = Type.Object(
  {
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 100, default: 50, description: 'How many at most.' })),
    before: Type.Optional(
      Type.String({
        minLength: 1,
        maxLength: 256,
        description: 'Only messages before this one (a `message_id`), or before this time (ISO 8601).',
      }),
    ),
  },
  closed,
);

/** What to search for. */
export const SearchQuery = Type.Object(
  {
    text: Type.String({ minLength: 1, maxLength: 200, pattern: '\\S', description: 'What the messages have in them; not only blanks.' }),
    chat_id: Type.Optional(ChatAddress),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 50, default: 20, description: 'How many at most.' })),
    page: Type.Optional(Type.Integer({ minimum: 1, maximum: 1_000, default: 1, description: '`next_page` of the page before.' })),
  },
  closed,
);

/** How far a message got. */
export const MessageDelivery = Type.Object(DeliveryInfo.properties, {
  $id: 'MessageDelivery',
  description: 'Who has got a message of the account, read it, and played it.',
});

/** What a message answers to. */
export const QuotedMessage = Type.Object(
  { message: nullable(ref(Message)) },
  { $id: 'QuotedMessage', description: 'The message that another one quotes, as it was when it was quoted; null where it quotes none.' },
);

/** Who reacted to a message. */
export const MessageReactionList = Type.Object(
  { reactions: MessageReactions },
  { $id: 'MessageReactionList', description: 'Who reacted to a message, and with what.' },
);

/** What an order is about. */
export const MessageOrder = Type.Object(
  { order: nullable(OrderDetails) },
  { $id: 'MessageOrder', description: 'What an order is about; null where WhatsApp tells nothing of it any more.' },
);

/** Who chose what in a poll. */
export const MessageVotes = Type.Object(
  { votes: PollVotes },
  { $id: 'MessageVotes', description: 'Who chose what in a poll; who took the vote back is there without options.' },
);
