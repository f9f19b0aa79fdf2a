import Type from 'typebox';
import { PersonAddress, PhoneNumber } from '../../session/chat-address.ts';
import { BusinessProfileData, ContactData, ContactIds, CustomerNote } from '../contact-data.ts';
import type { Side } from '../side.ts';

const id = Type.String({ minLength: 1, maxLength: 256 });
const timeoutMs = 30_000;
const Nothing = Type.Object({});
const OfPerson = Type.Object({ contactId: PersonAddress });

/** Which contacts a list has. */
export const ContactFilter = Type.Union([Type.Literal('all'), Type.Literal('address_book'), Type.Literal('blocked')]);

/** What a worker does with people. A person that WhatsApp does not know is refused by WRK_CONTACT_NOT_FOUND. */
export const contactMethods = {
  /** The id under which WhatsApp knows a phone number; null where it is not on WhatsApp. */
  'contact.check_number': {
    params: Type.Object({ phoneNumber: PhoneNumber }),
    result: Type.Object({
      chatId: Type.Union([id, Type.Null()]),
      countryCode: Type.Optional(Type.String({ maxLength: 8 })),
      formatted: Type.Optional(Type.String({ maxLength: 64 })),
    }),
    timeoutMs,
  },
  /** The contacts after an id, by id; `next` is the id to go on after, or null. */
  'contact.list': {
    params: Type.Object({
      filter: ContactFilter,
      after: Type.Union([id, Type.Null()]),
      limit: Type.Integer({ minimum: 1, maximum: 100 }),
    }),
    result: Type.Object({ contacts: Type.Array(ContactData, { maxItems: 100 }), next: Type.Union([id, Type.Null()]) }),
    timeoutMs,
  },
  'contact.get': {
    params: OfPerson,
    result: Type.Object({ contact: ContactData, business: Type.Union([BusinessProfileData, Type.Null()]) }),
    timeoutMs,
  },
  /** The ids of many people, in their order. */
  'contact.ids': {
    params: Type.Object({ contactIds: Type.Array(PersonAddress, { minItems: 1, maxItems: 100 }) }),
    result: Type.Object({ contacts: Type.Array(ContactIds, { maxItems: 100 }) }),
    timeoutMs,
  },
  'contact.set_blocked': { params: Type.Object({ contactId: PersonAddress, blocked: Type.Boolean() }), result: Nothing, timeoutMs },
  /** Where the profile picture is; null where there is none or it is hidden. */
  'contact.picture': {
    params: OfPerson,
    result: Type.Object({ url: Type.Union([Type.String({ maxLength: 4_096 }), Type.Null()]) }),
    timeoutMs,
  },
  'contact.about': {
    params: OfPerson,
    result: Type.Object({ about: Type.Union([Type.String({ maxLength: 1_000 }), Type.Null()]) }),
    timeoutMs,
  },
  'contact.common_groups': { params: OfPerson, result: Type.Object({ chatIds: Type.Array(id, { maxItems: 2_000 }) }), timeoutMs },
  /** What is noted of a customer, by a business account; others are refused by WRK_NOT_BUSINESS. */
  'contact.note': { params: OfPerson, result: Type.Object({ note: Type.Union([CustomerNote, Type.Null()]) }), timeoutMs },
  'contact.set_note': {
    params: Type.Object({ contactId: PersonAddress, content: Type.String({ minLength: 1, maxLength: 3_000 }) }),
    result: Nothing,
    timeoutMs,
  },
  'contact.device_count': { params: OfPerson, result: Type.Object({ count: Type.Integer({ minimum: 0 }) }), timeoutMs },
  'contact.save': {
    params: Type.Object({
      phoneNumber: PhoneNumber,
      firstName: Type.String({ minLength: 1, maxLength: 100 }),
      lastName: Type.String({ maxLength: 100 }),
      syncToPhone: Type.Boolean(),
    }),
    result: Nothing,
    timeoutMs,
  },
  'contact.forget': { params: Type.Object({ phoneNumber: PhoneNumber }), result: Nothing, timeoutMs },
} as const satisfies Side['methods'];
