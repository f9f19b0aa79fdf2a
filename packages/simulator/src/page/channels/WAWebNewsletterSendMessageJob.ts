import type { MsgModel } from '#page/messages/WAWebMsgModel.ts';
import { serverLink } from '#page/socket/server-link.ts';

type Post = { msg: MsgModel; newsletterJid: string };
type Sent = { success: boolean; ack?: { t: number }; serverId?: number };

/** What a post has of its file. */
const ofFile = ['mimetype', 'size', 'directPath', 'filehash', 'encFilehash', 'width', 'height', 'caption', 'filename', 'isGif'];

/** Posts in a channel; what the server refuses is no success, and whatsapp-web.js does not tell. */
export async function sendNewsletterMessageJob({ msg, newsletterJid }: Post): Promise<Sent> {
  try {
    const attributes = Object.fromEntries(ofFile.map((name) => [name, Reflect.get(msg, name) as unknown]));
    const params = { channel: newsletterJid, id: msg.id.id, body: msg.body ?? '', type: msg.type, attributes };
    const post = (await serverLink.request('channel_post', params)) as { t: number; serverId: number };
    return { success: true, ack: { t: post.t }, serverId: post.serverId };
  } catch {
    return { success: false };
  }
}
