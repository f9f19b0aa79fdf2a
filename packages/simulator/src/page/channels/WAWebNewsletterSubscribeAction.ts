import type { NewsletterModel } from '#page/channels/WAWebNewsletterModel.ts';
import { serverLink } from '#page/socket/server-link.ts';

/** Follows a channel. */
export async function subscribeToNewsletterAction(channel: NewsletterModel): Promise<void> {
  await serverLink.request('channel_subscribe', { channel: channel.id._serialized });
}
