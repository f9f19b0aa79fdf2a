import type { NewsletterModel } from '#page/channels/WAWebNewsletterModel.ts';
import { serverLink } from '#page/socket/server-link.ts';
import { WAWebNewsletterCollection } from '#page/channels/newsletter-collection.ts';

/** Follows a channel no longer, and forgets it where that is wanted. */
export async function unsubscribeFromNewsletterAction(channel: NewsletterModel, options: { deleteLocalModels?: boolean }): Promise<void> {
  await serverLink.request('channel_unsubscribe', { channel: channel.id._serialized });
  if (options.deleteLocalModels === true) WAWebNewsletterCollection.remove(channel.id);
}
