import type { MessageData } from '@whatsapp-service/shared/ipc/message-data.ts';

/** Well below a frame's largest body, 1 MiB. */
const largestBytes = 700_000;
const foundTextLength = 2_000;

/** The first of some messages that fit into one frame together; one at least. */
export function pageThatFits(messages: readonly MessageData[]): MessageData[] {
  let bytes = 0;
  const end = messages.findIndex((message, index) => {
    bytes += Buffer.byteLength(JSON.stringify(message));
    return index > 0 && bytes > largestBytes;
  });
  return end === -1 ? [...messages] : messages.slice(0, end);
}

/** A message as a search shows it: cut so that each page of results fits into one frame. */
export function foundMessage({ vcards: _vcards, mentions: _mentions, ...message }: MessageData): MessageData {
  return { ...message, text: message.text.slice(0, foundTextLength) };
}
