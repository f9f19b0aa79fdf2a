import type { ContactModel } from '#page/contacts/WAWebContactModel.ts';
import type { NewsletterModel } from '#page/channels/WAWebNewsletterModel.ts';
import { serverLink } from '#page/socket/server-link.ts';

/** Gives a channel to one of its admins. */
export async function changeNewsletterOwnerAction(channel: NewsletterModel, contact: ContactModel): Promise<void> {
  await serverLink.request('channel_transfer', { channel: channel.id._serialized, person: contact.id._serialized });
}
