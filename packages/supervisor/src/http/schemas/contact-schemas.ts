import Type from 'typebox';
import { BusinessProfileData, ContactData, ContactIds, CustomerNote as Note } from '@whatsapp-service/shared/ipc/contact-data.ts';
import { ContactFilter } from '@whatsapp-service/shared/ipc/methods/contact-methods.ts';
import { PersonAddress, PhoneNumber } from '@whatsapp-service/shared/session/chat-address.ts';
import { nullable, ref, SessionPath } from './schema-parts.ts';

const closed = { additionalProperties: false };
const ofContact = { contact_id: Type.String({ description: 'As it was asked for.' }) };

/** The path that names a phone number. */
export const NumberPath = Type.Object({ ...SessionPath.properties, phone_number: PhoneNumber });

/** The path that names a person. */
export const ContactPath = Type.Object({ ...SessionPath.properties, contact_id: PersonAddress });

/** Whether a number is on WhatsApp. */
export const NumberCheck = Type.Object(
  {
    phone_number: Type.String({ description: 'As it was asked for.' }),
    exists: Type.Boolean(),
    chat_id: nullable(Type.String({ description: 'What WhatsApp knows the number by.' })),
    country_code: nullable(Type.String({ description: 'The calling code of its country.' })),
    formatted: nullable(Type.String({ description: 'The number as people write it.' })),
  },
  {
    $id: 'NumberCheck',
    description: 'Whether a number is on WhatsApp.',
    examples: [
      { phone_number: '+15550000002', exists: true, chat_id: '15550000002@c.us', country_code: '1', formatted: '+1 555-000-0002' },
    ],
  },
);

const contactExample = {
  contact_id: '15550000002@c.us',
  phone: '15550000002',
  lid: '123456789012345@lid',
  name: 'Bob Builder',
  push_name: 'Bob',
  short_name: 'Bob',
  verified_name: null,
  is_me: false,
  is_my_contact: true,
  is_business: false,
  is_enterprise: false,
  is_blocked: false,
  label_ids: [],
};

/** A person or business. */
export const Contact = Type.Object(ContactData.properties, {
  $id: 'Contact',
  description: 'A person or business.',
  examples: [contactExample],
});

/** A contact, and what it says of itself as a business. */
export const ContactDetails = Type.Object(
  { ...ContactData.properties, business_profile: nullable(BusinessProfileData) },
  {
    $id: 'ContactDetails',
    description: 'A person or business, with what a business says of itself.',
    examples: [{ ...contactExample, business_profile: null }],
  },
);

/** Which contacts to list. */
export const ContactQuery = Type.Object(
  {
    filter: Type.Optional(
      Type.Union(ContactFilter.anyOf, {
        default: 'all',
        description: 'All that the session knows, those of the address book, or the blocked ones.',
      }),
    ),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 100, default: 50, description: 'How many at most.' })),
    cursor: Type.Optional(Type.String({ maxLength: 400, description: '`next_cursor` of the page before.' })),
  },
  closed,
);

/** A page of contacts. */
export const ContactList = Type.Object(
  { contacts: Type.Array(ref(Contact)), next_cursor: nullable(Type.String()) },
  { $id: 'ContactList', description: 'A page of contacts, by id.' },
);

/** The body that asks for ids. */
export const ContactIdsInput = Type.Object(
  { contact_ids: Type.Array(PersonAddress, { minItems: 1, maxItems: 100 }) },
  { ...closed, examples: [{ contact_ids: ['+15550000002', '123456789012345@lid'] }] },
);

/** The ids of people. */
export const ContactIdsList = Type.Object(
  { contacts: Type.Array(ContactIds) },
  {
    $id: 'ContactIdsList',
    description: 'Phone number and hidden id (LID) of each, in the order they were asked for.',
    examples: [{ contacts: [{ contact_id: '+15550000002', phone: '15550000002', lid: '123456789012345@lid' }] }],
  },
);

/** Whether somebody is blocked. */
export const ContactBlock = Type.Object(
  { ...ofContact, is_blocked: Type.Boolean() },
  { $id: 'ContactBlock', description: 'Whether somebody is blocked.', examples: [{ contact_id: '15550000002@c.us', is_blocked: true }] },
);

/** A profile picture. */
export const ContactPicture = Type.Object(
  {
    ...ofContact,
    url: nullable(Type.String({ description: 'Where WhatsApp keeps it, for some hours; null where there is none, or it is hidden.' })),
  },
  { $id: 'ContactPicture', description: 'A profile picture.', examples: [{ contact_id: '15550000002@c.us', url: null }] },
);

/** What somebody says of themselves. */
export const ContactAbout = Type.Object(
  { ...ofContact, about: nullable(Type.String({ description: 'Null where it is hidden.' })) },
  { $id: 'ContactAbout', description: 'What somebody says of themselves.', examples: [{ contact_id: '15550000002@c.us', about: 'Busy' }] },
);

/** Groups in common. */
export const ContactGroups = Type.Object(
  { ...ofContact, group_ids: Type.Array(Type.String()) },
  {
    $id: 'ContactGroups',
    description: 'The groups that the account and somebody are both in.',
    examples: [{ contact_id: '15550000002@c.us', group_ids: ['120363000000000000@g.us'] }],
  },
);

/** What is noted of a customer. */
export const CustomerNote = Type.Object(
  { ...ofContact, note: nullable(Note) },
  {
    $id: 'CustomerNote',
    description: 'What a business account has noted of a customer; null where it is nothing.',
    examples: [{ contact_id: '15550000002@c.us', note: null }],
  },
);

/** The body that notes something. */
export const CustomerNoteInput = Type.Object(
  {
    content: Type.String({
      minLength: 1,
      maxLength: 3_000,
      pattern: '\\S',
      description: 'Not only blanks; takes the place of what was noted.',
    }),
  },
  { ...closed, examples: [{ content: 'Prefers mornings' }] },
);

/** How many devices somebody has. */
export const ContactDevices = Type.Object(
  { ...ofContact, device_count: Type.Integer({ minimum: 0, description: 'The phone, and each linked device.' }) },
  { $id: 'ContactDevices', description: 'How many devices somebody has.', examples: [{ contact_id: '15550000002@c.us', device_count: 2 }] },
);

/** The body that saves somebody in the address book. */
export const AddressBookEntryInput = Type.Object(
  {
    first_name: Type.String({ minLength: 1, maxLength: 100 }),
    last_name: Type.Optional(Type.String({ maxLength: 100 })),
    sync_to_phone: Type.Optional(
      Type.Boolean({ description: "Whether the phone's own address book has it too; false unless it is said." }),
    ),
  },
  { ...closed, examples: [{ first_name: 'Bob', last_name: 'Builder' }] },
);
