import Type from 'typebox';
import { SessionId } from '@whatsapp-service/shared/session/session-id.ts';
import { IsoTime, nullable, ref } from './schema-parts.ts';

const seq = Type.Integer({ minimum: 0, description: 'Grows by one.' });

/** One entry of the durable log. */
export const Event = Type.Object(
  {
    seq,
    id: Type.String({ description: 'The same for the same fact: a receiver can drop repeats.' }),
    type: Type.String(),
    session_id: nullable(Type.String()),
    time: IsoTime,
    data: Type.Record(Type.String(), Type.Unknown(), { description: 'What the type says.' }),
  },
  {
    $id: 'Event',
    description: 'One entry of the durable, ordered log. docs/events.md has what each type says.',
    examples: [
      {
        seq: 42,
        id: 'evt_4f1c2a',
        type: 'session.state_changed',
        session_id: 'user_1_instance_main',
        time: '2026-11-23T16:00:00.000Z',
        data: { version: 1, from: 'authenticating', to: 'connected', cause: 'ready', status: 'connected', reason: null },
      },
    ],
  },
);

const filters = {
  session_id: Type.Optional(SessionId),
  types: Type.Optional(
    Type.String({
      pattern: '^[a-z_.]{1,64}(,[a-z_.]{1,64}){0,31}$',
      description: 'Types such as message.received, separated by commas; without it, all.',
    }),
  ),
};

/** Which events to read. */
export const EventQuery = Type.Object(
  {
    after: Type.Optional(Type.Integer({ minimum: 0, default: 0, description: 'Only events with a greater `seq`.' })),
    ...filters,
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 1_000, default: 100, description: 'How many at most.' })),
  },
  { additionalProperties: false },
);

/** Which events to stream. */
export const EventStreamQuery = Type.Object(
  {
    after: Type.Optional(
      Type.Integer({
        minimum: 0,
        description: 'Begin after this `seq`; the header Last-Event-ID wins, and without both only new events come.',
      }),
    ),
    ...filters,
  },
  { additionalProperties: false },
);

/** A page of events. */
export const EventList = Type.Object(
  {
    events: Type.Array(ref(Event)),
    last_seq: Type.Integer({ minimum: 0, description: "The log's newest `seq`. Continue with the `seq` of the last event that you have." }),
  },
  { $id: 'EventList', description: 'A page of events, oldest first.' },
);
