import type { AuditEntryView } from '@whatsapp-service/shared/api/audit-view.ts';
import { SessionId } from '@whatsapp-service/shared/session/session-id.ts';
import Type from 'typebox';
import { IsoTime, nullable, oneOf, ref } from './schema-parts.ts';

const time = (description: string) => Type.Optional(Type.String({ maxLength: 40, description }));

/** Which entries of the audit log are asked for. */
export const AuditQueryString = Type.Object(
  {
    session_id: Type.Optional(SessionId),
    key_id: Type.Optional(
      Type.String({ pattern: '^(key|settings)_[A-Za-z0-9_-]{12}$', description: 'As the entries have it, or as `GET /api/v1/keys`.' }),
    ),
    from: time('Not before this time, ISO 8601 with its zone.'),
    to: time('Before this time.'),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 1_000, default: 100 })),
    cursor: Type.Optional(Type.String({ minLength: 1, maxLength: 64, description: '`next_cursor` of the page before.' })),
  },
  { additionalProperties: false },
);

const example: AuditEntryView = {
  seq: 42,
  time: '2026-11-23T16:00:00.000Z',
  key_id: 'key_Zk3vP0aQx1Yb',
  key_name: 'Django, production',
  via: 'key',
  address: '10.0.0.7',
  method: 'POST',
  route: '/api/v1/sessions/:session_id/logout',
  session_id: 'user_1_instance_main',
  target: null,
  status: 202,
  request_id: '5f0c7a52-5d5b-4f0b-9c11-5d2b1f1f6f55',
};

/** One call. */
export const AuditEntryAnswer = Type.Object(
  {
    seq: Type.Integer({ minimum: 1, description: 'Grows.' }),
    time: IsoTime,
    key_id: nullable(Type.String({ description: 'Whose key; `settings_…` is one of `API_KEYS`. null: a sign-in that was refused.' })),
    key_name: nullable(Type.String({ description: 'What the key was called then.' })),
    via: oneOf(['key', 'page'], '`key`: the request came with it. `page`: a browser that signed in with it.'),
    address: Type.String({ description: 'Where it came from; behind a proxy see `TRUST_PROXY`.' }),
    method: Type.String(),
    route: Type.String({ description: 'The template of the path.' }),
    session_id: nullable(Type.String()),
    target: nullable(Type.String({ description: 'The key, backup, webhook, send, job or upload that it was about, or that it made.' })),
    status: nullable(Type.Integer({ description: 'The HTTP status of the answer; null: the caller was gone before it.' })),
    request_id: Type.String({ description: 'As in the answer (`x-request-id`) and the service’s log.' }),
  },
  { $id: 'AuditEntry', description: 'One call that was to change something.', examples: [example] },
);

/** A page of the audit log. */
export const AuditList = Type.Object(
  {
    entries: Type.Array(ref(AuditEntryAnswer)),
    next_cursor: nullable(Type.String()),
    waiting: Type.Integer({ minimum: 0, description: 'Entries that are in memory alone because the disk refuses; they are not listed.' }),
    lost: Type.Integer({ minimum: 0, description: 'Entries that were lost since the start because it refused for too long.' }),
  },
  {
    $id: 'AuditList',
    description: 'Calls, the newest first.',
    examples: [{ entries: [example], next_cursor: null, waiting: 0, lost: 0 }],
  },
);
