import type { MessageData } from '@whatsapp-service/shared/ipc/message-data.ts';

/** Well below a frame's largest body, 1 MiB. */
const largestBytes = 700_000;
const foundTextLength = 2_000;
/** How many a search finds at once; its pages are WhatsApp's, so none may be shorter. */
const mostFound = 50;

/** The first of some messages or chats that fit into one frame together; one at least. */
export function pageThatFits<Item>(items: readonly Item[]): Item[] {
  let bytes = 0;
  const end = items.findIndex((item, index) => {
    bytes += bytesOf(item);
    return index > 0 && bytes > largestBytes;
  });
  return end === -1 ? [...items] : items.slice(0, end);
}

/** A message as a search shows it: cut so that each page of results fits into one frame. */
export function foundMessage({ vcards: _vcards, mentions: _mentions, links: _links, ...message }: MessageData): MessageData {
  return withinShare({ ...message, text: message.text.slice(0, foundTextLength) }, mostFound);
}

/** The message, or what every message has of it where it takes more than its share of a frame that it shares with others. */
export function withinShare(message: MessageData, sharers: number): MessageData {
  if (bytesOf(message) <= largestBytes / sharers) return message;
  const { message_id, chat_id, from, to, author, from_me, type, text, timestamp, ack, has_media } = message;
  return { message_id, chat_id, from, to, author, from_me, type, text, timestamp, ack, has_media };
}

function bytesOf(item: unknown): number {
  return Buffer.byteLength(JSON.stringify(item));
}
