import { serverLink } from '#page/socket/server-link.ts';
import type { Wid } from '#page/contacts/WAWebWidFactory.ts';

/** Makes an admin a subscriber. */
export async function demoteNewsletterAdmin(channel: string, person: Wid): Promise<void> {
  await serverLink.request('channel_demote', { channel, person: person._serialized });
}
