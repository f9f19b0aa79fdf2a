import Type from 'typebox';
import { PhoneNumber } from '../../session/chat-address.ts';
import type { Side } from '../side.ts';

/** What a worker does with people. */
export const contactMethods = {
  /** The id under which WhatsApp knows a phone number; null where it is not on WhatsApp. */
  'contact.check_number': {
    params: Type.Object({ phoneNumber: PhoneNumber }),
    result: Type.Object({ chatId: Type.Union([Type.String({ minLength: 1, maxLength: 256 }), Type.Null()]) }),
    timeoutMs: 30_000,
  },
} as const satisfies Side['methods'];
