import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { pino } from 'pino';
import type { Test } from 'tap';
import { mediaFilePath } from '@whatsapp-service/shared/ipc/media-file.ts';
import { EventLog } from '@whatsapp-service/supervisor/events/event-log.ts';
import { AutoDownload } from '@whatsapp-service/supervisor/media/auto-download.ts';
import type { AutoDownloadRules } from '@whatsapp-service/supervisor/media/auto-download-policy.ts';
import { KeptFolder } from '@whatsapp-service/supervisor/media/kept-folder.ts';
import { KeptMedia } from '@whatsapp-service/supervisor/media/kept-media.ts';
import { KeptMediaStore } from '@whatsapp-service/supervisor/media/kept-media-store.ts';
import { KeptMediaUpkeep } from '@whatsapp-service/supervisor/media/kept-media-upkeep.ts';
import { MediaFolder } from '@whatsapp-service/supervisor/media/media-folder.ts';
import { Storage } from '@whatsapp-service/supervisor/storage/storage.ts';
import { FakeClock } from './fake-clock.ts';

const logger = pino({ level: 'silent' });

/** What a worker of the test does when it is asked for the file of a message: bytes, or an error. */
export type FakeWorker = (messageId: string) => Buffer | Error | Promise<Buffer | Error>;

export interface LabOptions {
  readonly rules?: Partial<AutoDownloadRules>;
  readonly folder?: string;
  readonly maxAgeMs?: number;
  readonly maxBytes?: number;
}

interface Received {
  readonly sessionId?: string;
  readonly type?: string;
  readonly chat?: string;
  readonly size?: number | null;
}

/** An error as the worker or the way to it gives one. */
export function coded(code: string): Error {
  return Object.assign(new Error(code), { code });
}

/** What fetches files at once, over a real log and real files; only the worker is the test's. */
export function autoDownloadLab(t: Test, worker: FakeWorker, { rules = {}, folder = t.testdir(), ...retention }: LabOptions = {}) {
  const clock = new FakeClock();
  const storage = new Storage({ folders: { AUTH_DIR: folder, CACHE_DIR: folder, DATA_DIR: folder }, clock, logger });
  const { database, writes } = storage;
  const eventLog = new EventLog(database, clock, writes);
  const store = new KeptMediaStore(database, writes);
  const incoming = new MediaFolder(join(folder, 'media'));
  const kept = new KeptFolder(join(folder, 'kept-media'));
  const media = new KeptMedia({ store, kept, incoming, clock });
  const connected = new Set(['anna', 'ben']);
  const asked: string[] = [];
  let taken = 0;
  const open = () =>
    new AutoDownload({
      rules: { kinds: undefined, maxBytes: 1_000, ...rules },
      store,
      media: { take: async (...args) => media.take(...args).finally(() => (taken += 1)) },
      eventLog,
      clock,
      logger,
      isConnected: (sessionId) => connected.has(sessionId),
      hasRoomFor: (bytes) => storage.hasRoomFor(bytes),
      fetch: async (sessionId, messageId, file, _maxBytes, signal) => {
        asked.push(messageId);
        const bytes = await Promise.race([worker(messageId), aborted(signal)]);
        if (bytes instanceof Error) throw bytes;
        mkdirSync(incoming.folderOf(sessionId), { recursive: true, mode: 0o700 });
        writeFileSync(mediaFilePath(incoming.folderOf(sessionId), file), bytes, { flag: 'wx', mode: 0o600 });
        return { mimeType: 'image/png', fileName: null, size: bytes.byteLength };
      },
    });
  const upkeep = new KeptMediaUpkeep({
    store,
    kept,
    clock,
    logger,
    maxAgeMs: retention.maxAgeMs ?? 0,
    maxBytes: retention.maxBytes ?? 0,
    storageFault: () => storage.fault,
  });
  const receive = (messageId: string, { sessionId = 'anna', type = 'image', chat = 'friend@c.us', size = 3 }: Received = {}) =>
    eventLog.append({
      type: 'message.received',
      sessionId,
      identity: messageId,
      data: { message_id: messageId, chat_id: chat, type, media: { size, gif: false, view_once: false } },
    });
  const connect = (sessionId: string): void => {
    connected.add(sessionId);
    eventLog.append({ type: 'session.state_changed', sessionId, identity: `${clock.now()}`, data: { to: 'connected' } });
  };
  const bytesOf = async (messageId: string, sessionId = 'anna'): Promise<string | undefined> => {
    const found = await media.find(sessionId, messageId);
    return found === undefined ? undefined : (await buffer(found.source.read())).toString();
  };
  const filesIn = (name: 'media' | 'kept-media'): string[] => {
    try {
      const entries = readdirSync(join(folder, name), { recursive: true, withFileTypes: true });
      return entries.flatMap((entry) => (entry.isFile() ? [join(entry.parentPath, entry.name)] : []));
    } catch {
      return [];
    }
  };
  t.teardown(() => storage.close());
  return { open, taken: () => taken, store, storage, clock, connected, connect, asked, receive, bytesOf, filesIn, media, upkeep, folder };
}

async function aborted(signal: AbortSignal): Promise<Error> {
  return new Promise((resolve) => {
    signal.addEventListener('abort', () => {
      resolve(coded('ABORTED'));
    });
  });
}
