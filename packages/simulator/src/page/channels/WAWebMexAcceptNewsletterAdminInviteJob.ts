import { serverLink } from '#page/socket/server-link.ts';

/** Becomes an admin of a channel. */
export async function acceptNewsletterAdminInvite(channel: string): Promise<void> {
  await serverLink.request('channel_accept_admin', { channel });
}
