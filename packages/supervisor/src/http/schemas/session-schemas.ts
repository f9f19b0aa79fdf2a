import { NewSession, SessionView } from '@whatsapp-service/shared/api/session-view.ts';
import type { ResourcesView } from '@whatsapp-service/shared/api/resources-view.ts';
import type { StartView, TimelineView } from '@whatsapp-service/shared/api/timeline-view.ts';
import Type from 'typebox';
import { SessionId } from '@whatsapp-service/shared/session/session-id.ts';
import { sessionStatuses } from '@whatsapp-service/shared/session/session-status.ts';
import { PhoneNumber } from '@whatsapp-service/shared/session/chat-address.ts';
import { IsoTime, nullable, oneOf, ref } from './schema-parts.ts';

const exampleSession = {
  session_id: 'user_1_instance_main',
  user_id: 1,
  instance_name: 'Main',
  status: 'connected',
  state: 'connected',
  desired: 'running',
  reason: null,
  phone: '15550000001',
  push_name: 'Main',
  last_active: '2026-11-23T16:00:00.000Z',
  connected_since: '2026-11-23T15:00:00.000Z',
  restarts: 0,
  resources: { rss_bytes: 262_144_000, cpu_percent: 1.5, processes: 5, profile_bytes: 41_943_040 },
};

/** A session in every answer. */
export const Session = Type.Object(SessionView.properties, {
  $id: 'Session',
  description: 'A session: one WhatsApp account that the service keeps connected.',
  examples: [exampleSession],
});

/** The body that creates a session. */
export const SessionInput = Type.Object(NewSession.properties, {
  additionalProperties: false,
  description: 'A session to create.',
  examples: [{ session_id: 'user_1_instance_main', user_id: 1, instance_name: 'Main' }],
});

/** Which sessions to list. */
export const SessionListQuery = Type.Object(
  {
    status: Type.Optional(oneOf(sessionStatuses, 'Only sessions with this status.')),
    user_id: Type.Optional(Type.String({ minLength: 1, maxLength: 128, description: 'Only the sessions of this owner.' })),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 500, default: 100, description: 'How many at most.' })),
    cursor: Type.Optional(Type.String({ minLength: 1, maxLength: 256, description: '`next_cursor` of the page before.' })),
  },
  { additionalProperties: false },
);

/** A page of sessions. */
export const SessionList = Type.Object(
  {
    sessions: Type.Array(ref(Session)),
    next_cursor: nullable(Type.String({ description: 'For the next page; null on the last one.' })),
  },
  { $id: 'SessionList', description: 'A page of sessions.' },
);

/** A QR code as text. */
export const QrCode = Type.Object(
  {
    qr: Type.String({ description: 'The text to draw as a QR code.' }),
    expires_at: IsoTime,
  },
  {
    $id: 'QrCode',
    description: 'The code on offer now; WhatsApp replaces it about every 20 seconds.',
    examples: [{ qr: '2@AbC…,…,…', expires_at: '2026-11-23T16:00:20.000Z' }],
  },
);

/** The body that asks for a pairing code. */
export const PairingCodeInput = Type.Object(
  { phone_number: PhoneNumber },
  { additionalProperties: false, examples: [{ phone_number: '+15550000001' }] },
);

/** A pairing code. */
export const PairingCode = Type.Object(
  { code: Type.String({ description: 'To be typed on the phone under Linked devices.' }) },
  { $id: 'PairingCode', description: 'A code that links the phone without a camera.', examples: [{ code: 'ABCD1234' }] },
);

/** From when on. */
export const ResourcesQuery = Type.Object(
  { after: Type.Optional(Type.String({ format: 'date-time', description: 'Only what ended after this time.' })) },
  { additionalProperties: false },
);

/** What a session took over time. */
export const ResourceHistory = Type.Unsafe<ResourcesView>(
  Type.Object(
    {
      session_id: SessionId,
      every_seconds: Type.Integer({ minimum: 1, description: 'How long the stretch of time of each sample is.' }),
      samples: Type.Array(
        Type.Object({
          time: IsoTime,
          rss_bytes: Type.Integer({ minimum: 0, description: 'The most memory in that time.' }),
          cpu_percent: Type.Number({ minimum: 0, description: 'The mean in that time; 100 is one processor.' }),
        }),
        { description: 'Oldest first.' },
      ),
    },
    {
      $id: 'ResourceHistory',
      description: "What a session's processes took over the last hour, since the service started.",
      examples: [
        {
          session_id: 'user_1_instance_main',
          every_seconds: 10,
          samples: [{ time: '2026-11-23T16:00:00.000Z', rss_bytes: 262_144_000, cpu_percent: 1.5 }],
        },
      ],
    },
  ),
);

const Phase = Type.Object({
  phase: Type.String(),
  started_at: IsoTime,
  ended_at: IsoTime,
  deadline_ms: nullable(Type.Number()),
  outcome: oneOf(['done', 'failed'], 'Whether the phase reached its end.'),
  detail: nullable(Type.String()),
});

const Start = Type.Unsafe<StartView>(
  Type.Object({
    started_at: IsoTime,
    cause: Type.String(),
    ended_at: nullable(IsoTime),
    exit_code: nullable(Type.Integer()),
    exit_signal: nullable(Type.String()),
    phases: Type.Array(Phase),
  }),
);

/** What a session's last starts went through. */
export const Timeline = Type.Unsafe<TimelineView>(
  Type.Object(
    {
      session_id: SessionId,
      starts: Type.Array(Start, { description: 'The last starts, oldest first.' }),
      bundles: Type.Array(Type.Object({ id: Type.String(), time: IsoTime, bytes: Type.Integer() }), {
        description: 'What is kept of the last starts that failed; GET …/timeline/bundles/{id} has it.',
      }),
    },
    { $id: 'Timeline', description: 'Why is it stuck? Each start with its phases, their times and deadlines.' },
  ),
);

/** What a worker saw of a start that failed. */
export const SupportBundle = Type.Object(
  {
    session_id: SessionId,
    time: IsoTime,
    phase: Type.String({ description: 'The phase that failed.' }),
    exit_code: Type.Integer(),
    why: Type.String(),
    last_navigation: nullable(Type.String({ description: 'Where the page went last, without its query.' })),
    console: Type.Array(Type.Object({ time: IsoTime, type: Type.String(), text: Type.String() }), {
      description: 'The last warnings and errors of the page, without numbers and keys.',
    }),
    versions: Type.Record(Type.String(), Type.String()),
    screenshot_png_base64: nullable(Type.String({ description: 'The page, unless it could show messages or did not answer within 2 s.' })),
  },
  { $id: 'SupportBundle', description: 'What was seen of a start that failed; there are no phone numbers, messages or keys in it.' },
);
