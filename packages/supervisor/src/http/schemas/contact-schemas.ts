import Type from 'typebox';
import { PhoneNumber } from '@whatsapp-service/shared/session/chat-address.ts';
import { nullable, SessionPath } from './schema-parts.ts';

/** The path that names a phone number. */
export const NumberPath = Type.Object({ ...SessionPath.properties, phone_number: PhoneNumber });

/** Whether a number is on WhatsApp. */
export const NumberCheck = Type.Object(
  {
    phone_number: Type.String({ description: 'As it was asked for.' }),
    exists: Type.Boolean(),
    chat_id: nullable(Type.String({ description: 'What WhatsApp knows the number by.' })),
  },
  {
    $id: 'NumberCheck',
    description: 'Whether a number is on WhatsApp.',
    examples: [{ phone_number: '+15550000002', exists: true, chat_id: '15550000002@c.us' }],
  },
);
