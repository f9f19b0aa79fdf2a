import Type from 'typebox';
import { SessionReason } from '@whatsapp-service/shared/session/session-reason.ts';
import type { EventType } from './event-type.ts';

const word = Type.String();
const count = Type.Integer({ minimum: 0 });
const time = Type.String({ description: 'ISO 8601, UTC.' });

/** What happens to a session as such. */
export const sessionEvents: readonly EventType[] = [
  {
    type: 'session.state_changed',
    about: 'The session went from one state to another; `cause` is why, `status` the word that people use for the new one.',
    data: Type.Object({ from: word, to: word, cause: word, status: word, reason: Type.Union([SessionReason, Type.Null()]) }),
    example: { from: 'authenticating', to: 'connected', cause: 'ready', status: 'connected', reason: null },
  },
  {
    type: 'session.qr',
    about: 'A QR code is on offer. The code itself is not in the log: GET /api/v1/sessions/{session_id}/qr has it.',
    data: Type.Object({ expires_at: time }),
    example: { expires_at: '2026-11-23T16:00:20.000Z' },
  },
  {
    type: 'session.pairing_code',
    about: 'A pairing code was made; who asked for it has it.',
    data: Type.Object({}),
    example: {},
  },
  {
    type: 'session.events_lost',
    about:
      'So many events could not be kept, because the disk of DATA_DIR refused for too long. The messages among them are fetched afterwards; acks and the like are gone.',
    data: Type.Object({ count, since: time }),
    example: { count: 12, since: '2026-11-23T15:59:00.000Z' },
  },
];

/** What happens to the backups of sessions. */
export const backupEvents: readonly EventType[] = [
  {
    type: 'backup.created',
    about: 'The login of the session was backed up.',
    data: Type.Object({ backup_id: word, bytes: count, encrypted: Type.Boolean() }),
    example: { backup_id: '20261123T160000000Z-user_1_instance_main', bytes: 48_213, encrypted: true },
  },
  {
    type: 'backup.failed',
    about: 'The login of the session could not be backed up.',
    data: Type.Object({ message: word }),
    example: { message: 'Session "user_1_instance_main" could not be backed up: no space left on device. Nothing was changed.' },
  },
  {
    type: 'backup.restored',
    about: 'A backup is in the place of the session’s profile; what was there is in the quarantine.',
    data: Type.Object({
      backup_id: word,
      automatic: Type.Boolean({ description: 'Whether the service did it by itself, because the profile was found damaged.' }),
    }),
    example: { backup_id: '20261123T160000000Z-user_1_instance_main', automatic: false },
  },
];

/** What happens to the service; these have no session_id. */
export const serviceEvents: readonly EventType[] = [
  {
    type: 'service.restoration_progress',
    about: 'One more session is back after a start of the service, or is not; `message` says why.',
    data: Type.Object({
      session_id: word,
      total: count,
      restored: count,
      failed: count,
      remaining: count,
      adopted: Type.Optional(Type.Boolean({ description: 'Whether its worker had outlived the earlier service process.' })),
      message: Type.Optional(word),
    }),
    example: { session_id: 'user_1_instance_main', total: 2, restored: 1, failed: 0, remaining: 1, adopted: false },
  },
  {
    type: 'service.restoration_completed',
    about: 'Every session is back, or is not: the same report as in GET /api/v1/service.',
    data: Type.Object({ began_at: time, restored: count, failed: count }),
    example: { began_at: '2026-11-23T15:58:00.000Z', restored: 1, failed: 1 },
  },
  {
    type: 'service.backups_completed',
    about: 'All linked sessions were backed up, on a schedule or on demand; `backup.created` and `backup.failed` told of each.',
    data: Type.Object({ made: count, failed: count }),
    example: { made: 12, failed: 0 },
  },
  {
    type: 'service.starts_paused',
    about: 'No further session is started for a while: it is the machine that is ill.',
    data: Type.Object({ cause: Type.Union([word, Type.Null()]), pause_ms: Type.Number() }),
    example: { cause: '6 of 12 sessions ended within 60 s.', pause_ms: 15_000 },
  },
  {
    type: 'service.starts_resumed',
    about: 'Sessions are started again.',
    data: Type.Object({ cause: Type.Union([word, Type.Null()]), pause_ms: Type.Number() }),
    example: { cause: null, pause_ms: 0 },
  },
  {
    type: 'webhook.test',
    about: 'What POST /api/v1/webhooks/{webhook_id}/test sends, with 0 as its `seq`: it is in no log.',
    data: Type.Object({ webhook_id: word }),
    example: { webhook_id: 'wh_1' },
  },
];
