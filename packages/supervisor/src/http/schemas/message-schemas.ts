import Type from 'typebox';
import { ChatAddress } from '@whatsapp-service/shared/session/chat-address.ts';
import { IsoTime, oneOf } from './schema-parts.ts';

/** The body that sends a text. */
export const TextInput = Type.Object(
  {
    to: ChatAddress,
    text: Type.String({
      minLength: 1,
      maxLength: 65_536,
      pattern: '\\S',
      description: 'What to send; not only blanks.',
    }),
  },
  { additionalProperties: false, description: 'A text message.', examples: [{ to: '+15550000002', text: 'Your order is on its way.' }] },
);

/** The header that makes a repeated request the same message. */
export const IdempotencyHeaders = Type.Object({
  'idempotency-key': Type.Optional(
    Type.String({
      pattern: '^[!-~]{1,256}$',
      description:
        '1 to 256 visible ASCII characters, chosen by the caller: a request that is repeated with the same key sends no second message.',
    }),
  ),
});

/** A message that was taken. */
export const Sent = Type.Object(
  {
    message_id: Type.String(),
    status: oneOf(['pending', 'sent'], '`sent` once a WhatsApp server has it; later news comes as events.'),
    timestamp: IsoTime,
  },
  {
    $id: 'SentMessage',
    description: 'A message that was taken.',
    examples: [{ message_id: 'true_15550000002@c.us_3EB0…', status: 'sent', timestamp: '2026-11-23T16:00:00.000Z' }],
  },
);
