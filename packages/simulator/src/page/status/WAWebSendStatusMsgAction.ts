import { WAWebMsgKey as MsgKey } from '#page/messages/WAWebMsgKey.ts';
import { serverLink } from '#page/socket/server-link.ts';

type StatusText = { color: number; font: number; text: string };

/** Shows a text; its message is made here, and is another one than the caller may have made. */
export async function sendStatusTextMsgAction({ color, font, text }: StatusText): Promise<void> {
  await serverLink.request('send_status', { id: await MsgKey.newId(), color, font, text });
}
