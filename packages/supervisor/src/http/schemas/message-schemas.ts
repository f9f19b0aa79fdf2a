import Type from 'typebox';
import {
  ContactsContent,
  LocationContent,
  PollContent,
  ScheduledEventContent,
  TextContent,
} from '@whatsapp-service/shared/ipc/message-content.ts';
import { mediaInputs } from './media-schemas.ts';
import { outgoing } from './outgoing-fields.ts';
import { IsoTime, oneOf } from './schema-parts.ts';

const closed = { additionalProperties: false };

/** The body that sends a text; the kind may be left out. */
const TextInput = Type.Object(
  { ...outgoing, ...TextContent.properties, kind: Type.Optional(Type.Literal('text')) },
  { ...closed, description: 'A text message; the kind of a body without `kind`.' },
);
const LocationInput = Type.Object({ ...outgoing, ...LocationContent.properties }, { ...closed, description: 'A place on the map.' });
const ContactsInput = Type.Object({ ...outgoing, ...ContactsContent.properties }, { ...closed, description: 'Contact cards.' });
const PollInput = Type.Object({ ...outgoing, ...PollContent.properties }, { ...closed, description: 'A poll.' });

const ScheduledEventInput = Type.Object(
  { ...outgoing, ...ScheduledEventContent.properties },
  { ...closed, description: 'An event, to which people answer whether they come.' },
);

/** The body that sends a message. */
export const MessageInput = Type.Union([TextInput, LocationInput, ContactsInput, PollInput, ScheduledEventInput, ...mediaInputs], {
  description: 'A message; `kind` says which, `text` unless it is said.',
  discriminator: { propertyName: 'kind' },
  examples: [{ to: '+15550000002', text: 'Your order is on its way.' }],
});

/** The header that makes a repeated request the same message. */
export const IdempotencyHeaders = Type.Object({
  'idempotency-key': Type.Optional(
    Type.String({
      pattern: '^[!-~]{1,256}$',
      description:
        '1 to 256 visible ASCII characters, chosen by the caller: a request that is repeated with the same key sends no second message. A key belongs to its session, for `IDEMPOTENCY_KEY_HOURS` (24).',
    }),
  ),
});

/** A message that was taken. */
export const Sent = Type.Object(
  {
    message_id: Type.String(),
    status: oneOf(['pending', 'sent'], '`sent` once a WhatsApp server has it; later news comes as events.'),
    timestamp: IsoTime,
    send_id: Type.String({ description: 'Under this id it can be asked what became of it.' }),
  },
  {
    $id: 'SentMessage',
    description: 'What WhatsApp Web has taken: a message, a copy of one, or a status.',
    examples: [
      {
        message_id: 'true_15550000002@c.us_3EB0…',
        status: 'sent',
        timestamp: '2026-11-23T16:00:00.000Z',
        send_id: 'snd_9tKx2mQvB7cLwYp3RfJd',
      },
    ],
  },
);
