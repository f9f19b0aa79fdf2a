import Type from 'typebox';
import { ScheduledEvent } from '@whatsapp-service/shared/ipc/message-content.ts';
import { CallId, CallKind } from '@whatsapp-service/shared/ipc/methods/call-methods.ts';
import { EventResponse } from '@whatsapp-service/shared/ipc/methods/scheduled-event-methods.ts';
import { BroadcastData, StatusMessageId } from '@whatsapp-service/shared/ipc/methods/status-methods.ts';
import { Message } from './message-read-schemas.ts';
import { timing } from './outgoing-fields.ts';
import { nullable, ref, SessionPath } from './schema-parts.ts';

const closed = { additionalProperties: false };
const broadcastExample = { contact_id: '15550000002@c.us', timestamp: '2026-11-23T16:00:00.000Z', total_count: 1, unread_count: 1 };

/** The body that shows a status. */
export const StatusInput = Type.Object(
  {
    text: Type.String({ minLength: 1, maxLength: 700, pattern: '\\S', description: 'Not only blanks.' }),
    background_color: Type.Optional(Type.String({ pattern: '^#[0-9a-fA-F]{6}$', description: '#rrggbb.' })),
    ...timing,
    font: Type.Optional(Type.Integer({ minimum: 0, maximum: 7, description: "One of WhatsApp's fonts; 0 unless it is said." })),
  },
  { ...closed, examples: [{ text: 'Open till six', background_color: '#336699' }] },
);

/** The path that names a status of the account's own. */
export const StatusPath = Type.Object({ ...SessionPath.properties, message_id: StatusMessageId });

/** What somebody shows. */
export const Broadcast = Type.Object(BroadcastData.properties, {
  $id: 'Broadcast',
  description: 'How much somebody shows for a day.',
  examples: [broadcastExample],
});

/** What people show. */
export const BroadcastList = Type.Object(
  { broadcasts: Type.Array(ref(Broadcast)), next_cursor: nullable(Type.String()) },
  { $id: 'BroadcastList', description: 'A page of them, by contact.' },
);

/** What one person shows, with its messages. */
export const BroadcastDetails = Type.Object(
  {
    broadcast: nullable(ref(Broadcast)),
    messages: Type.Array(ref(Message), { description: 'The newest 30; texts are cut at 4,000 characters.' }),
  },
  { $id: 'BroadcastDetails', description: 'What somebody shows for a day; null where it is nothing.' },
);

/** Which page. */
export const BroadcastQuery = Type.Object(
  {
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 100, default: 50, description: 'How many at most.' })),
    cursor: Type.Optional(Type.String({ maxLength: 400, description: '`next_cursor` of the page before.' })),
  },
  closed,
);

/** The path that names a call. */
export const CallPath = Type.Object({ ...SessionPath.properties, call_id: CallId });

/** The body that asks for a link to a call. */
export const CallLinkInput = Type.Object(
  {
    kind: CallKind,
    start_time: Type.String({ format: 'date-time', maxLength: 40, description: 'When the call begins; ISO 8601, with its time zone.' }),
  },
  { ...closed, examples: [{ kind: 'video', start_time: '2026-11-23T16:00:00.000Z' }] },
);

/** A link to a call. */
export const CallLink = Type.Object(
  { url: Type.String() },
  { $id: 'CallLink', description: 'Whoever opens it is in the call.', examples: [{ url: 'https://call.whatsapp.com/video/AbCdEf' }] },
);

/** The body that changes an event. */
export const ScheduledEventChangeInput = Type.Object(
  { ...ScheduledEvent.properties, canceled: Type.Optional(Type.Boolean({ description: 'What is canceled cannot be changed any more.' })) },
  {
    ...closed,
    description: 'All of the event anew; what is left out is not there any more.',
    examples: [{ name: 'Opening', start_time: '2026-11-23T16:00:00.000Z', duration_minutes: 90 }],
  },
);

/** Whether the account comes. */
export const EventResponseInput = Type.Object({ response: EventResponse }, { ...closed, examples: [{ response: 'going' }] });
