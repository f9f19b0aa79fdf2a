import { WAWebNewsletterCollection } from '#page/channels/newsletter-collection.ts';

/** Has a look at a channel; throws where there is none. */
export async function loadNewsletterPreviewChat(id: string): Promise<void> {
  await WAWebNewsletterCollection.find(id);
}
