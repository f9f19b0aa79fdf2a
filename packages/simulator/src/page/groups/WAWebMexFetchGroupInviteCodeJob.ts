import { serverLink } from '#page/socket/server-link.ts';

/** The group's invite code; throws for who is no admin. */
export async function fetchMexGroupInviteCode(group: string): Promise<{ code: string }> {
  return { code: (await serverLink.request('group_invite_code', { group })) as string };
}
