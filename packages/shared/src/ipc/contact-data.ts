import Type from 'typebox';
import type { Static } from 'typebox';

const id = Type.String({ minLength: 1, maxLength: 256 });
const name = Type.Union([Type.String({ maxLength: 256 }), Type.Null()]);

/** A person or business in our own words, the same in IPC and HTTP. */
export const ContactData = Type.Object({
  contact_id: id,
  phone: Type.Union([Type.String({ maxLength: 32 }), Type.Null()], { description: 'Digits; null where WhatsApp hides the number.' }),
  lid: Type.Union([id, Type.Null()], { description: 'The hidden id (…@lid), where the session knows it.' }),
  name: Type.Union([Type.String({ maxLength: 256 }), Type.Null()], { description: 'As in the address book.' }),
  push_name: Type.Union([Type.String({ maxLength: 256 }), Type.Null()], { description: 'What the person calls themselves.' }),
  short_name: name,
  verified_name: Type.Union([Type.String({ maxLength: 256 }), Type.Null()], { description: 'Of a business that WhatsApp has verified.' }),
  is_me: Type.Boolean(),
  is_my_contact: Type.Boolean({ description: 'Is in the address book.' }),
  is_business: Type.Boolean(),
  is_enterprise: Type.Boolean({ description: 'A business on the Business Platform.' }),
  is_blocked: Type.Boolean(),
  label_ids: Type.Array(Type.String({ maxLength: 64 }), { maxItems: 100, description: 'Labels of a business account.' }),
});
export type ContactData = Static<typeof ContactData>;

/** What a business says of itself. */
export const BusinessProfileData = Type.Object({
  description: Type.Union([Type.String({ maxLength: 4_000 }), Type.Null()]),
  address: Type.Union([Type.String({ maxLength: 1_000 }), Type.Null()]),
  email: Type.Union([Type.String({ maxLength: 320 }), Type.Null()]),
  websites: Type.Array(Type.String({ maxLength: 2_000 }), { maxItems: 10 }),
  categories: Type.Array(Type.String({ maxLength: 256 }), { maxItems: 10 }),
});
export type BusinessProfileData = Static<typeof BusinessProfileData>;

const time = Type.Union([Type.String(), Type.Null()], { description: 'ISO 8601, UTC.' });

/** What a business has noted of a customer. */
export const CustomerNote = Type.Object({ content: Type.String({ maxLength: 10_000 }), created_at: time, modified_at: time });
export type CustomerNote = Static<typeof CustomerNote>;

/** The two ids of one person. */
export const ContactIds = Type.Object({
  contact_id: Type.String({ maxLength: 256, description: 'As it was asked for.' }),
  phone: Type.Union([Type.String({ maxLength: 32 }), Type.Null()], { description: 'Digits; null where it is not known.' }),
  lid: Type.Union([id, Type.Null()], { description: 'The hidden id (…@lid); null where it is not known.' }),
});
export type ContactIds = Static<typeof ContactIds>;
