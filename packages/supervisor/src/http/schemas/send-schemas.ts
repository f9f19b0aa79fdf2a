import Type from 'typebox';
import { SessionId } from '@whatsapp-service/shared/session/session-id.ts';
import { sendStatuses } from '../../outbox/send-record.ts';
import type { SendView } from '../../outbox/send-view.ts';
import { IsoTime, nullable, oneOf, ref } from './schema-parts.ts';

const SendId = Type.String({ pattern: '^snd_[A-Za-z0-9_-]{1,40}$', examples: ['snd_9tKx2mQvB7cLwYp3RfJd'] });
const Status = oneOf(
  sendStatuses,
  '`queued`: waits; `sending`: on its way, or its session was lost and what became of it is looked up; `pending`: WhatsApp Web has it; `sent`: a server of WhatsApp has it; `failed`, `expired`, `cancelled`: it does not go out.',
);

/** The path of one send. */
export const SendPath = Type.Object({ session_id: SessionId, send_id: SendId });

/** What became of a message that was to be sent. */
export const Send = Type.Unsafe<SendView>(
  Type.Object(
    {
      send_id: SendId,
      session_id: SessionId,
      idempotency_key: Type.String({ description: "The caller's, or one that was made for it." }),
      job_id: nullable(Type.String({ description: 'The bulk job that it belongs to.' })),
      to: Type.String(),
      status: Status,
      message_id: nullable(Type.String({ description: 'Once WhatsApp Web has the message.' })),
      timestamp: nullable(IsoTime),
      error: nullable(
        Type.Object({
          code: Type.String({ description: 'As in the error that a caller gets.' }),
          detail: Type.String(),
          retryable: Type.Boolean({ description: 'Whether the same request with the same key is tried again; nothing was sent.' }),
        }),
      ),
      attempts: Type.Integer({ minimum: 0 }),
      send_at: nullable(Type.String({ description: 'When it is to go out; null: at once.' })),
      expires_at: nullable(Type.String({ description: 'Until when it may wait; null where it does not.' })),
      created_at: IsoTime,
      settled_at: nullable(IsoTime),
    },
    {
      $id: 'Send',
      description: 'What became of a message that was to be sent.',
      examples: [
        {
          send_id: 'snd_9tKx2mQvB7cLwYp3RfJd',
          session_id: 'user_1_instance_main',
          idempotency_key: 'order-4711',
          job_id: null,
          to: '+15550000002',
          status: 'sent',
          message_id: 'true_15550000002@c.us_3EB0…',
          timestamp: '2026-11-23T16:00:00.000Z',
          error: null,
          attempts: 1,
          send_at: null,
          expires_at: null,
          created_at: '2026-11-23T16:00:00.000Z',
          settled_at: '2026-11-23T16:00:01.000Z',
        },
      ],
    },
  ),
);

/** Which sends to list. */
export const SendListQuery = Type.Object(
  {
    status: Type.Optional(oneOf(sendStatuses, 'Only those with this status.')),
    idempotency_key: Type.Optional(Type.String({ pattern: '^[!-~]{1,256}$', description: 'Only the one with this key.' })),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 100, default: 100, description: 'How many at most.' })),
    cursor: Type.Optional(Type.String({ maxLength: 128, description: '`next_cursor` of the page before.' })),
  },
  { additionalProperties: false },
);

/** A page of sends. */
export const SendList = Type.Object(
  { sends: Type.Array(ref(Send)), next_cursor: nullable(Type.String({ description: 'Null on the last page.' })) },
  { $id: 'SendList', description: 'A page of sends, newest first.' },
);
