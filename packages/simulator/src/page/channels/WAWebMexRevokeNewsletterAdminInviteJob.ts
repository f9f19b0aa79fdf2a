import { serverLink } from '#page/socket/server-link.ts';
import type { Wid } from '#page/contacts/WAWebWidFactory.ts';

/** Takes an invitation back. */
export async function revokeNewsletterAdminInvite(channel: string, person: Wid): Promise<void> {
  await serverLink.request('channel_revoke_admin', { channel, person: person._serialized });
}
