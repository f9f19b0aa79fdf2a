import type { MsgModel } from '#page/messages/WAWebMsgModel.ts';
import { serverLink } from '#page/socket/server-link.ts';

type Post = { msg: MsgModel; newsletterJid: string };
type Sent = { success: boolean; ack?: { t: number }; serverId?: number };

/** Posts in a channel; what the server refuses is no success, and whatsapp-web.js does not tell. */
export async function sendNewsletterMessageJob({ msg, newsletterJid }: Post): Promise<Sent> {
  try {
    const params = { channel: newsletterJid, id: msg.id.id, body: msg.body ?? '', type: msg.type };
    const post = (await serverLink.request('channel_post', params)) as { t: number; serverId: number };
    return { success: true, ack: { t: post.t }, serverId: post.serverId };
  } catch {
    return { success: false };
  }
}
