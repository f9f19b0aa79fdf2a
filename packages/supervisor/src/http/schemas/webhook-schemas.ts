import Type from 'typebox';
import { SessionId } from '@whatsapp-service/shared/session/session-id.ts';
import type {
  DeadLetterView,
  DeliveryView,
  SessionDeliveryView,
  TestDelivery,
  WebhookView,
  WebhookWithSecret,
} from '@whatsapp-service/shared/api/webhook-view.ts';
import { secretPattern } from '../../webhooks/webhook-secret.ts';
import { Event } from './event-schemas.ts';
import { IsoTime, nullable, oneOf, ref } from './schema-parts.ts';

const WebhookId = Type.String({ pattern: '^wh_[A-Za-z0-9_-]{1,80}$', examples: ['wh_Jf8sK2nQpX0aLm3T'] });
const Url = Type.String({
  format: 'uri',
  pattern: '^https?://',
  maxLength: 2_048,
  description: 'Where events are sent; redirects are not followed.',
});
const Types = Type.Array(Type.String({ pattern: '^([a-z_]{1,64}(\\.[a-z_]{1,64}){0,3}(\\.\\*)?|\\*)$', maxLength: 128 }), {
  maxItems: 64,
  description: 'Which events: exact types or such as `message.*`; none means all.',
});
const Headers = Type.Record(Type.String(), Type.String({ maxLength: 2_048 }), {
  description: 'Headers to send along, such as an authorization. Their values are not shown again.',
});
const Secret = Type.String({ pattern: secretPattern, description: 'A secret of your own; without it one is made.' });
const Ids = Type.Optional(
  Type.Array(Type.Integer({ minimum: 1 }), { minItems: 1, maxItems: 1_000, description: 'Which; without it, all.' }),
);
const Count = Type.Integer({ minimum: 0 });

const webhook = {
  id: WebhookId,
  url: Type.String(),
  session_id: nullable(Type.String({ description: 'Null: the events of all sessions and of the service.' })),
  types: Type.Array(Type.String()),
  header_names: Type.Array(Type.String()),
  enabled: Type.Boolean(),
  disabled_reason: nullable(Type.String({ description: 'Why the service disabled it.' })),
  source: oneOf(['api', 'session', 'settings'], 'Made by this API, by `webhook_url` of a session, or by WEBHOOK_URL.'),
  previous_secret_until: nullable(Type.String({ description: 'Until then the secret before signs as well.' })),
  created_at: IsoTime,
  pending: Type.Integer({ minimum: 0, description: 'How many events wait for it.' }),
  oldest_pending_at: nullable(IsoTime),
};
const example = {
  id: 'wh_Jf8sK2nQpX0aLm3T',
  url: 'https://app.example.org/whatsapp/events/',
  session_id: null,
  types: ['message.*', 'session.state_changed'],
  header_names: [],
  enabled: true,
  disabled_reason: null,
  source: 'api',
  previous_secret_until: null,
  created_at: '2026-11-23T16:00:00.000Z',
  pending: 0,
  oldest_pending_at: null,
};

/** A webhook in every answer. */
export const WebhookAnswer = Type.Unsafe<WebhookView>(
  Type.Object(webhook, { $id: 'Webhook', description: 'A receiver of events.', examples: [example] }),
);

/** The one answer with a secret that was made. */
export const WebhookSecretAnswer = Type.Unsafe<WebhookWithSecret>(
  Type.Object(
    { ...webhook, secret: nullable(Type.String({ description: 'Shown this once; null where you gave it yourself.' })) },
    {
      $id: 'WebhookWithSecret',
      description: 'A webhook with the secret that was made for it.',
      examples: [{ ...example, secret: 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw' }],
    },
  ),
);

/** A page of webhooks. */
export const WebhookList = Type.Object(
  {
    webhooks: Type.Array(ref(WebhookAnswer)),
    next_cursor: nullable(Type.String({ description: 'For the next page; null on the last one.' })),
  },
  { $id: 'WebhookList', description: 'A page of webhooks.' },
);

/** The body that creates a webhook. */
export const WebhookInput = Type.Object(
  {
    url: Url,
    session_id: Type.Optional(nullable(SessionId)),
    types: Type.Optional(Types),
    headers: Type.Optional(Headers),
    secret: Type.Optional(Secret),
    enabled: Type.Optional(Type.Boolean({ default: true })),
  },
  { additionalProperties: false, description: 'A webhook to create.', examples: [{ url: example.url, types: example.types }] },
);

/** The body that changes a webhook. */
export const WebhookPatch = Type.Object(
  { url: Type.Optional(Url), types: Type.Optional(Types), headers: Type.Optional(Headers), enabled: Type.Optional(Type.Boolean()) },
  {
    additionalProperties: false,
    minProperties: 1,
    description: 'What to change; headers are replaced as a whole.',
    examples: [{ enabled: true }],
  },
);

/** The body that replaces a secret. */
export const SecretRotation = Type.Object(
  {
    secret: Type.Optional(Secret),
    keep_previous_seconds: Type.Optional(
      Type.Integer({ minimum: 0, maximum: 604_800, default: 86_400, description: 'How long the present secret signs as well.' }),
    ),
  },
  { additionalProperties: false, description: 'How to replace the secret.', examples: [{ keep_previous_seconds: 86_400 }] },
);

/** Which dead letters. */
export const DeadLetterIds = Type.Object(
  { ids: Ids },
  { additionalProperties: false, description: 'Which dead letters.', examples: [{ ids: [1, 2] }] },
);

/** The path of everything below one webhook. */
export const WebhookPath = Type.Object({ webhook_id: WebhookId });

/** Which webhooks to list. */
export const WebhookListQuery = Type.Object(
  {
    session_id: Type.Optional(SessionId),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 500, default: 100, description: 'How many at most.' })),
    cursor: Type.Optional(Type.String({ pattern: '^wh_[A-Za-z0-9_-]{1,80}$', description: '`next_cursor` of the page before.' })),
  },
  { additionalProperties: false },
);

const limit = Type.Optional(Type.Integer({ minimum: 1, maximum: 500, default: 100, description: 'How many at most.' }));

/** Which attempts to list. */
export const DeliveryQuery = Type.Object(
  { before: Type.Optional(Type.Integer({ minimum: 1, description: 'Only attempts with a smaller `id`.' })), limit },
  { additionalProperties: false },
);

/** Which dead letters to list. */
export const DeadLetterQuery = Type.Object(
  { after: Type.Optional(Type.Integer({ minimum: 0, description: 'Only dead letters with a greater `id`.' })), limit },
  { additionalProperties: false },
);

const delivery = {
  id: Count,
  event_id: Type.String(),
  event_seq: Count,
  event_type: Type.String(),
  session_id: nullable(Type.String()),
  attempt: Type.Integer({ minimum: 1 }),
  time: IsoTime,
  duration_ms: Count,
  outcome: oneOf(['delivered', 'failed'], 'What came of it.'),
  status_code: nullable(Type.Integer()),
  error: nullable(Type.String()),
};

const Delivery = Type.Unsafe<DeliveryView>(Type.Object(delivery));

const DeadLetter = Type.Unsafe<DeadLetterView>(
  Type.Object({
    id: Count,
    event: ref(Event),
    attempts: Count,
    died_at: IsoTime,
    reason: Type.String(),
    status_code: nullable(Type.Integer()),
    redriven_at: nullable(Type.String({ description: 'Since when it is tried anew.' })),
  }),
);

/** The last attempts of a webhook. */
export const DeliveryList = Type.Object(
  { deliveries: Type.Array(Delivery) },
  { $id: 'WebhookDeliveries', description: 'The last attempts of a webhook, newest first; a thousand are kept.' },
);

/** Which attempts of a session to list. */
export const SessionDeliveryQuery = Type.Object({ limit }, { additionalProperties: false });

/** The last attempts to deliver a session's events. */
export const SessionDeliveryList = Type.Object(
  {
    deliveries: Type.Array(
      Type.Unsafe<SessionDeliveryView>(Type.Object({ ...delivery, webhook_id: WebhookId, webhook_url: Type.String() })),
    ),
  },
  { $id: 'SessionDeliveries', description: "The last attempts to deliver a session's events, of all webhooks, newest first." },
);

/** The dead letters of a webhook. */
export const DeadLetterList = Type.Object(
  { dead_letters: Type.Array(DeadLetter) },
  { $id: 'WebhookDeadLetters', description: 'The events that were given up, oldest first.' },
);

/** What a test delivery came to. */
export const TestAnswer = Type.Unsafe<TestDelivery>(
  Type.Object(
    { delivered: Type.Boolean(), status_code: nullable(Type.Integer()), error: nullable(Type.String()), duration_ms: Count },
    {
      $id: 'WebhookTest',
      description: 'What the receiver answered.',
      examples: [{ delivered: true, status_code: 204, error: null, duration_ms: 12 }],
    },
  ),
);

/** How many dead letters are tried anew. */
export const Redriven = Type.Object({ redriven: Count }, { $id: 'WebhookRedriven', description: 'How many are tried anew.' });

/** How many dead letters were deleted. */
export const Purged = Type.Object({ purged: Count }, { $id: 'WebhookPurged', description: 'How many were deleted.' });
