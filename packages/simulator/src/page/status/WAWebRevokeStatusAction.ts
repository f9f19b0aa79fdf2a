import type { MsgModel } from '#page/messages/WAWebMsgModel.ts';
import { serverLink } from '#page/socket/server-link.ts';

/** Shows a status no longer. */
export async function sendStatusRevokeMsgAction(_status: unknown, msg: MsgModel): Promise<void> {
  await serverLink.request('revoke_status', { id: msg.id.id });
}
