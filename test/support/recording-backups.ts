import type { BackupView } from '@whatsapp-service/shared/api/backup-view.ts';
import type { BackupsPort } from '@whatsapp-service/supervisor/http/services.ts';

const backup: BackupView = {
  id: '20261123T160000000Z-a',
  session_id: 'a',
  created_at: '2026-11-23T16:00:00.000Z',
  bytes: 48_213,
  connected: true,
  encrypted: true,
  fault: null,
};

/** Backups that are there whatever their id; each call is noted. */
export function recordingBackups(note: (name: string, ...args: unknown[]) => void): BackupsPort {
  return {
    create: async (sessionId) => {
      note('backups.create', sessionId);
      return backup;
    },
    createAll: async () => {
      note('backups.createAll');
      return 2;
    },
    list: async (query) => {
      note('backups.list', query);
      return { backups: [backup], last: backup.id };
    },
    get: async (id) => {
      note('backups.get', id);
      return backup;
    },
    verify: async (id) => {
      note('backups.verify', id);
      return { backup, files: 3, content_bytes: 60_000 };
    },
    restore: async (id) => {
      note('backups.restore', id);
      return 'a';
    },
    remove: async (id) => note('backups.remove', id),
  };
}
