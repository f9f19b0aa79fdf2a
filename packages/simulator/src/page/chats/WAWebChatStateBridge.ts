import { serverLink } from '#page/socket/server-link.ts';
import type { Wid } from '#page/contacts/WAWebWidFactory.ts';

function send(chat: Wid, state: string): void {
  serverLink.notify('chatstate', { chat: chat._serialized, state });
}

/** Shows "typing…" to the other side. */
export function sendChatStateComposing(chat: Wid): void {
  send(chat, 'composing');
}

/** Shows "recording audio…". */
export function sendChatStateRecording(chat: Wid): void {
  send(chat, 'recording');
}

/** Shows neither. */
export function sendChatStatePaused(chat: Wid): void {
  send(chat, 'paused');
}
