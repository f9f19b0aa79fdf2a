import type { Client } from 'whatsapp-web.js';
import type { ContactIds, CustomerNote } from '@whatsapp-service/shared/ipc/contact-data.ts';
import { NotBusiness } from '../../worker-errors.ts';
import { businessProfileOf, contactDataOf, customerNoteOf, phoneOf } from '../contact-data-of.ts';
import type { ContactDetails, ContactPage, ContactsPort } from '../contacts-port.ts';
import { idOf, listOf, property, textOf } from '../raw-value.ts';
import { contactPageScript } from './contact-scripts.ts';
import { evaluate } from './evaluate.ts';

/** People by way of the library. */
export class LibraryContacts implements ContactsPort {
  readonly #client: Client;

  constructor(client: Client) {
    this.#client = client;
  }

  async list(filter: 'all' | 'address_book' | 'blocked', after: string | null, limit: number): Promise<ContactPage> {
    const page = await evaluate(this.#client, contactPageScript(filter, after, limit));
    const contacts = listOf(property(page, 'contacts'), limit).map((raw) => contactDataOf(raw, idOf(property(raw, 'lid'))));
    return { contacts, next: idOf(property(page, 'next')) };
  }

  async get(contactId: string): Promise<ContactDetails> {
    const contact = await this.#client.getContactById(contactId);
    const [ids] = await this.ids([contactId]);
    return {
      contact: contactDataOf(contact, ids?.lid ?? null),
      business: businessProfileOf(property(contact, 'businessProfile')),
    };
  }

  async ids(contactIds: readonly string[]): Promise<ContactIds[]> {
    const found = await this.#client.getContactLidAndPhone([...contactIds]);
    return contactIds.map((contactId, index) => ({
      contact_id: contactId,
      phone: phoneOf(idOf(property(found[index], 'pn')) ?? ''),
      lid: idOf(property(found[index], 'lid')),
    }));
  }

  async setBlocked(contactId: string, blocked: boolean): Promise<void> {
    const contact = await this.#client.getContactById(contactId);
    await (blocked ? contact.block() : contact.unblock());
  }

  async pictureUrl(contactId: string): Promise<string | null> {
    return textOf(await this.#client.getProfilePicUrl(contactId), 4_096);
  }

  async about(contactId: string): Promise<string | null> {
    const contact = await this.#client.getContactById(contactId);
    return textOf(await contact.getAbout(), 1_000);
  }

  async commonGroups(contactId: string): Promise<string[]> {
    const groups: unknown = await this.#client.getCommonGroups(contactId);
    return listOf(groups, 2_000)
      .map((group) => idOf(group))
      .filter((id) => id !== null);
  }

  async note(contactId: string): Promise<CustomerNote | null> {
    await this.#assertNotes();
    const note = await this.#client.getCustomerNote(contactId);
    return note ? customerNoteOf(note) : null;
  }

  async setNote(contactId: string, content: string): Promise<void> {
    await this.#assertNotes();
    await this.#client.addOrEditCustomerNote(contactId, content);
  }

  async deviceCount(contactId: string): Promise<number> {
    return this.#client.getContactDeviceCount(contactId);
  }

  async numberFacts(digits: string): Promise<{ formatted: string; countryCode: string }> {
    const formatted = await this.#client.getFormattedNumber(digits);
    return { formatted: formatted.slice(0, 64), countryCode: (await this.#client.getCountryCode(digits)).slice(0, 8) };
  }

  async save(digits: string, { firstName, lastName }: { firstName: string; lastName: string }, syncToPhone: boolean): Promise<void> {
    await this.#client.saveOrEditAddressbookContact(digits, firstName, lastName, syncToPhone);
  }

  async forget(digits: string): Promise<void> {
    // The library makes a WhatsApp id of what it is given, for which bare digits are too little.
    await this.#client.deleteAddressbookContact(`${digits}@c.us`);
  }

  /** Where the account is no business the library does nothing and says nothing. */
  async #assertNotes(): Promise<void> {
    const may = await evaluate(this.#client, "window.require('WAWebBizGatingUtils').smbNotesV1Enabled()");
    if (may !== true) throw new NotBusiness();
  }
}
