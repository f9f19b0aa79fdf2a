import { createWid, type Wid } from '#page/contacts/WAWebWidFactory.ts';
import { serverLink } from '#page/socket/server-link.ts';

/** Comes by an invite code; into the group, or among those who ask to be let in. */
export async function joinGroupViaInvite(code: string): Promise<{ gid: Wid }> {
  return { gid: createWid((await serverLink.request('group_join', { code })) as string) };
}
