import { Blocklist } from '#page/contacts/blocklist-collection.ts';
import type { ContactModel } from '#page/contacts/WAWebContactModel.ts';
import { serverLink } from '#page/socket/server-link.ts';

async function tell(method: 'block' | 'unblock', contact: ContactModel): Promise<void> {
  await serverLink.request(method, { wid: contact.id._serialized });
  const others = Blocklist.getModelsArray().filter(({ id }) => !id.equals(contact.id));
  const numbers = others.map(({ id }) => id.user);
  Blocklist.become(method === 'block' ? [...numbers, contact.id.user] : numbers);
}

/** Blocks somebody. */
export async function blockContact({ contact }: { contact: ContactModel }): Promise<void> {
  await tell('block', contact);
}

/** Takes it back. */
export async function unblockContact(contact: ContactModel): Promise<void> {
  await tell('unblock', contact);
}
