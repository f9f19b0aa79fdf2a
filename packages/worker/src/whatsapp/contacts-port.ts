import type { BusinessProfileData, ContactData, ContactIds, CustomerNote } from '@whatsapp-service/shared/ipc/contact-data.ts';

export interface ContactPage {
  readonly contacts: ContactData[];
  /** The id to go on after, or null. */
  readonly next: string | null;
}

export interface ContactDetails {
  readonly contact: ContactData;
  readonly business: BusinessProfileData | null;
}

/** People, by the ids under which WhatsApp knows them. Calls have no deadline of their own. */
export interface ContactsPort {
  list(filter: 'all' | 'address_book' | 'blocked', after: string | null, limit: number): Promise<ContactPage>;
  get(contactId: string): Promise<ContactDetails>;
  ids(contactIds: readonly string[]): Promise<ContactIds[]>;
  setBlocked(contactId: string, blocked: boolean): Promise<void>;
  pictureUrl(contactId: string): Promise<string | null>;
  about(contactId: string): Promise<string | null>;
  commonGroups(contactId: string): Promise<string[]>;
  /** Throws NotBusiness. */
  note(contactId: string): Promise<CustomerNote | null>;
  /** Throws NotBusiness. */
  setNote(contactId: string, content: string): Promise<void>;
  deviceCount(contactId: string): Promise<number>;
  /** The number as people write it, and its country's calling code. */
  numberFacts(digits: string): Promise<{ formatted: string; countryCode: string }>;
  save(digits: string, name: { firstName: string; lastName: string }, syncToPhone: boolean): Promise<void>;
  forget(digits: string): Promise<void>;
}
