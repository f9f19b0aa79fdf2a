import Type from 'typebox';
import type { Static } from 'typebox';
import { SessionId } from '../session/session-id.ts';
import { SessionReason } from '../session/session-reason.ts';
import { transitions } from '../session/session-state.ts';
import type { SessionState } from '../session/session-state.ts';

const IsoTime = Type.String({ format: 'date-time', description: 'ISO 8601, UTC.' });
const nullable = <T extends Type.TSchema>(schema: T) => Type.Union([schema, Type.Null()]);

const UserId = nullable(
  Type.Union([Type.Integer(), Type.String({ minLength: 1, maxLength: 128 })], {
    description: "The owner's id in the application.",
  }),
);

const StatusView = Type.Union(
  [Type.Literal('connected'), Type.Literal('qr_required'), Type.Literal('connecting'), Type.Literal('disconnected')],
  { description: 'The word for people and for Django.' },
);

/** A session as everybody outside the supervisor sees it. */
export const SessionView = Type.Object({
  session_id: SessionId,
  user_id: UserId,
  instance_name: nullable(Type.String()),
  status: StatusView,
  state: Type.Unsafe<SessionState>({
    type: 'string',
    enum: Object.keys(transitions),
    description: 'The exact state, for operators.',
  }),
  desired: Type.Union([Type.Literal('running'), Type.Literal('stopped')]),
  reason: nullable(SessionReason),
  phone: nullable(Type.String()),
  push_name: nullable(Type.String()),
  last_active: nullable(IsoTime),
  connected_since: nullable(IsoTime),
  restarts: Type.Integer({ minimum: 0 }),
  resources: Type.Object({
    rss_bytes: Type.Integer({ minimum: 0 }),
    cpu_percent: Type.Number({ minimum: 0 }),
    processes: Type.Integer({ minimum: 0 }),
    profile_bytes: nullable(
      Type.Integer({ minimum: 0, description: 'What the profile takes on disk, measured every ten minutes; null before the first time.' }),
    ),
  }),
});
export type SessionView = Static<typeof SessionView>;

/** What a caller gives to create a session. */
export const NewSession = Type.Object(
  {
    session_id: SessionId,
    user_id: Type.Optional(UserId),
    instance_name: Type.Optional(nullable(Type.String({ minLength: 1, maxLength: 128, description: 'The name that people know it by.' }))),
    webhook_url: Type.Optional(
      nullable(
        Type.String({
          format: 'uri',
          pattern: '^https?://',
          maxLength: 2_048,
          description:
            'Where the events of this session are sent: makes a webhook, signed with WEBHOOK_SECRET, or with a secret of its own where that is not set.',
        }),
      ),
    ),
    proxy: Type.Optional(
      nullable(
        Type.String({
          pattern: '^(https?|socks[45]?)://[^\\s]+$',
          maxLength: 2_048,
          description: "A proxy server for this session's browser.",
        }),
      ),
    ),
  },
  { additionalProperties: false },
);
export type NewSession = Static<typeof NewSession>;
