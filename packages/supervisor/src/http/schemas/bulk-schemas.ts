import Type from 'typebox';
import { ContactsContent, LocationContent, PollContent, TextContent } from '@whatsapp-service/shared/ipc/message-content.ts';
import { ChatAddress } from '@whatsapp-service/shared/session/chat-address.ts';
import { SessionId } from '@whatsapp-service/shared/session/session-id.ts';
import { bulkStatuses } from '../../outbox/bulk-job.ts';
import type { BulkView } from '../../outbox/bulk-job.ts';
import { sendStatuses } from '../../outbox/send-record.ts';
import { mediaInputsWith } from './media-schemas.ts';
import { IsoTime, nullable, oneOf, ref } from './schema-parts.ts';

const closed = { additionalProperties: false };
const count = Type.Integer({ minimum: 0 });

const common = {
  recipients: Type.Array(ChatAddress, { minItems: 1, maxItems: 1_000, uniqueItems: true, description: 'Who gets the message; each once.' }),
  expires_in_seconds: Type.Optional(
    Type.Integer({ minimum: 1, maximum: 2_592_000, description: 'How long a message of it waits at most; 7 days unless it is said.' }),
  ),
  send_at: Type.Optional(
    Type.String({ format: 'date-time', maxLength: 40, description: 'When the first one is to go out (ISO 8601, within a year).' }),
  ),
};

/** A quoted message belongs to one chat. */
const { quoted_message_id: _ofText, ...text } = TextContent.properties;
const { quoted_message_id: _ofLocation, ...location } = LocationContent.properties;
const { quoted_message_id: _ofContacts, ...contacts } = ContactsContent.properties;
const { quoted_message_id: _ofPoll, ...poll } = PollContent.properties;

const shortText = { text: Type.String({ minLength: 1, maxLength: 4_096, pattern: '\\S', description: 'What to send; not only blanks.' }) };

/** The body that sends a message to many. */
export const BulkInput = Type.Union(
  [
    Type.Object(
      { ...common, ...text, ...shortText, kind: Type.Optional(Type.Literal('text')) },
      { ...closed, description: 'A text; the kind of a body without `kind`.' },
    ),
    Type.Object({ ...common, ...location }, { ...closed, description: 'A place on the map.' }),
    Type.Object({ ...common, ...contacts }, { ...closed, description: 'Contact cards.' }),
    Type.Object({ ...common, ...poll }, { ...closed, description: 'A poll.' }),
    ...mediaInputsWith(common),
  ],
  {
    description: 'A message and who gets it; `kind` says which, `text` unless it is said.',
    discriminator: { propertyName: 'kind' },
    examples: [{ recipients: ['+15550000002', '+15550000003'], text: 'We are closed tomorrow.' }],
  },
);

const JobId = Type.String({ pattern: '^blk_[A-Za-z0-9_-]{1,40}$', examples: ['blk_9tKx2mQvB7cLwYp3RfJd'] });

/** The path of one job. */
export const BulkJobPath = Type.Object({ session_id: SessionId, job_id: JobId });

/** A job and how far it is. */
export const BulkJobView = Type.Unsafe<BulkView>(
  Type.Object(
    {
      job_id: JobId,
      session_id: SessionId,
      idempotency_key: Type.String(),
      status: oneOf(
        bulkStatuses,
        '`cancelled`, `completed`: nothing of it waits any more; `ended_at` says when the last message had its end.',
      ),
      total: count,
      counts: Type.Object(Object.fromEntries(sendStatuses.map((status) => [status, count])), {
        description: 'How many messages have each status of a send.',
      }),
      created_at: IsoTime,
      ended_at: nullable(IsoTime),
    },
    {
      $id: 'BulkJob',
      description: 'One message to many receivers, and how far it is.',
      examples: [
        {
          job_id: 'blk_9tKx2mQvB7cLwYp3RfJd',
          session_id: 'user_1_instance_main',
          idempotency_key: 'campaign-7',
          status: 'running',
          total: 1_000,
          counts: { queued: 700, sending: 1, pending: 2, sent: 295, failed: 2, expired: 0, cancelled: 0 },
          created_at: '2026-11-23T16:00:00.000Z',
          ended_at: null,
        },
      ],
    },
  ),
);

const page = {
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 100, default: 100, description: 'How many at most.' })),
  cursor: Type.Optional(Type.String({ maxLength: 128, description: '`next_cursor` of the page before.' })),
};

/** Which jobs to list. */
export const BulkListQuery = Type.Object(page, closed);

/** Which recipients to list. */
export const RecipientQuery = Type.Object({ status: Type.Optional(oneOf(sendStatuses, 'Only those with this status.')), ...page }, closed);

/** A page of jobs. */
export const BulkJobList = Type.Object(
  { jobs: Type.Array(ref(BulkJobView)), next_cursor: nullable(Type.String({ description: 'Null on the last page.' })) },
  { $id: 'BulkJobList', description: 'A page of bulk jobs, newest first.' },
);
