import type { NewsletterModel } from '#page/channels/WAWebNewsletterModel.ts';
import { serverLink } from '#page/socket/server-link.ts';

/** Deletes the account's own channel. */
export async function deleteNewsletterAction(channel: NewsletterModel): Promise<void> {
  await serverLink.request('channel_delete', { channel: channel.id._serialized });
}
