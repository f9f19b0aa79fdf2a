import type { BackupView, VerifiedBackup } from '@whatsapp-service/shared/api/backup-view.ts';
import Type from 'typebox';
import { SessionId } from '@whatsapp-service/shared/session/session-id.ts';
import { backupIdPattern } from '../../backup/backup-id.ts';
import { IsoTime, nullable, ref } from './schema-parts.ts';

const BackupId = Type.String({
  pattern: backupIdPattern,
  description: 'The time of the backup and its session.',
  examples: ['20261123T160000000Z-user_1_instance_main'],
});

/** The path of everything below one backup. */
export const BackupPath = Type.Object({ backup_id: BackupId });

/** Of which session a backup is to be made. */
export const BackupInput = Type.Object(
  { session_id: Type.Optional({ ...SessionId, description: 'Without it each linked session is backed up, in the background.' }) },
  { additionalProperties: false },
);

/** Which backups are asked for. */
export const BackupListQuery = Type.Object(
  {
    session_id: Type.Optional(SessionId),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 1_000, default: 100 })),
    cursor: Type.Optional(Type.String({ minLength: 1, maxLength: 512, description: '`next_cursor` of the page before.' })),
  },
  { additionalProperties: false },
);

const example: BackupView = {
  id: '20261123T160000000Z-user_1_instance_main',
  session_id: 'user_1_instance_main',
  created_at: '2026-11-23T16:00:00.000Z',
  bytes: 48_213,
  connected: true,
  encrypted: true,
  fault: null,
};

/** A backup. */
export const Backup = Type.Object(
  {
    id: BackupId,
    session_id: Type.String(),
    created_at: IsoTime,
    bytes: Type.Integer({ minimum: 0, description: 'The size of the archive.' }),
    connected: nullable(Type.Boolean({ description: 'Whether its session was connected when it was made: its login worked then.' })),
    encrypted: nullable(Type.Boolean()),
    fault: nullable(Type.String({ description: 'What is wrong with its beginning; a verification reads all of it.' })),
  },
  { $id: 'Backup', description: 'A backup of one session’s login.', examples: [example] },
);

/** A page of backups. */
export const BackupList = Type.Object(
  { backups: Type.Array(ref(Backup)), next_cursor: nullable(Type.String()) },
  { $id: 'BackupList', description: 'Backups, the newest first.', examples: [{ backups: [example], next_cursor: null }] },
);

/** How many backups are being made. */
export const BackupsBegun = Type.Object(
  { sessions: Type.Integer({ minimum: 0, description: 'How many sessions are linked, and are backed up one after the other.' }) },
  {
    $id: 'BackupsBegun',
    description: 'Backups are being made; the events backup.created and backup.failed tell of each.',
    examples: [{ sessions: 12 }],
  },
);

const verified: VerifiedBackup = { backup: example, files: 14, content_bytes: 2_811_904 };

/** A backup that is well. */
export const BackupVerified = Type.Object(
  {
    backup: ref(Backup),
    files: Type.Integer({ minimum: 1 }),
    content_bytes: Type.Integer({ minimum: 0, description: 'What its files take once they are unpacked.' }),
  },
  { $id: 'BackupVerified', description: 'The backup was read to its end, and each file has its checksum.', examples: [verified] },
);
