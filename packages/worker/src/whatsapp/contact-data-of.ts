import type { BusinessProfileData, ContactData, CustomerNote } from '@whatsapp-service/shared/ipc/contact-data.ts';
import { idOf, listOf, property, textOf } from './raw-value.ts';

/** A contact of the library, or its page's own model, in the contract's words; a page of somebody else fills it. */
export function contactDataOf(raw: unknown, lid: string | null): ContactData {
  const contactId = idOf(property(raw, 'id')) ?? 'unknown';
  return {
    contact_id: contactId,
    phone: phoneOf(contactId),
    lid: lid ?? (contactId.endsWith('@lid') ? contactId : null),
    name: textOf(property(raw, 'name'), 256),
    push_name: textOf(property(raw, 'pushname'), 256),
    short_name: textOf(property(raw, 'shortName'), 256),
    verified_name: textOf(property(raw, 'verifiedName'), 256),
    is_me: property(raw, 'isMe') === true,
    is_my_contact: property(raw, 'isMyContact') === true,
    is_business: property(raw, 'isBusiness') === true,
    is_enterprise: property(raw, 'isEnterprise') === true,
    is_blocked: property(raw, 'isBlocked') === true,
    label_ids: listOf(property(raw, 'labels'), 100).map((label) => String(label).slice(0, 64)),
  };
}

/** The digits in a WhatsApp id that is a phone number's. */
export function phoneOf(contactId: string): string | null {
  const [, digits] = /^([0-9]{1,32})@c\.us$/.exec(contactId) ?? [];
  return digits ?? null;
}

/** What a business says of itself, or null where a contact says nothing. */
export function businessProfileOf(raw: unknown): BusinessProfileData | null {
  if (typeof raw !== 'object' || raw === null) return null;
  const categories = listOf(property(raw, 'categories'), 10).map((each) => textOf(property(each, 'localized_display_name'), 256));
  const websites = listOf(property(raw, 'website'), 10).map((each) => textOf(property(each, 'url') ?? each, 2_000));
  return {
    description: textOf(property(raw, 'description'), 4_000),
    address: textOf(property(raw, 'address'), 1_000),
    email: textOf(property(raw, 'email'), 320),
    websites: websites.filter((website) => website !== null),
    categories: categories.filter((category) => category !== null),
  };
}

/** What is noted of a customer. */
export function customerNoteOf(raw: unknown): CustomerNote {
  return {
    content: textOf(property(raw, 'content'), 10_000) ?? '',
    created_at: isoTime(property(raw, 'createdAt')),
    modified_at: isoTime(property(raw, 'modifiedAt')),
  };
}

/** The library does not say in which unit its times are: what would be a day of 1970 in milliseconds is in seconds. */
function isoTime(epoch: unknown): string | null {
  const given = Number(epoch ?? Number.NaN);
  const time = new Date(given < 100_000_000_000 ? given * 1_000 : given);
  return Number.isNaN(time.getTime()) ? null : time.toISOString();
}
