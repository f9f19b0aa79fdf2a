import type { ContactModel } from '#page/contacts/WAWebContactModel.ts';
import { demoteNewsletterAdmin } from '#page/channels/WAWebDemoteNewsletterAdminAction.ts';
import type { NewsletterModel } from '#page/channels/WAWebNewsletterModel.ts';

/** The same, by models. */
export async function demoteNewsletterAdminAction(channel: NewsletterModel, contact: ContactModel): Promise<void> {
  await demoteNewsletterAdmin(channel.id._serialized, contact.id);
}
