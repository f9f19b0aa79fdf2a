import { createWid, type Wid } from '#page/contacts/WAWebWidFactory.ts';
import { serverLink } from '#page/socket/server-link.ts';

/** Accepts a private invitation. */
export async function joinGroupViaInviteV4(code: string, expiration: string, group: string, inviter: Wid): Promise<{ gid: Wid }> {
  await serverLink.request('group_invite_accept', { group, code, expiration, inviter: inviter._serialized });
  return { gid: createWid(group) };
}
