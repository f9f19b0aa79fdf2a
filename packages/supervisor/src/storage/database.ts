import { chmodSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

/** One entry a schema version; PRAGMA user_version says which a file has. Only ever append. */
const migrations = [
  `
  CREATE TABLE sessions (
    session_id TEXT PRIMARY KEY,
    record TEXT NOT NULL
  ) STRICT;
  CREATE TABLE events (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    type TEXT NOT NULL,
    session_id TEXT,
    time TEXT NOT NULL,
    data TEXT NOT NULL
  ) STRICT;
  CREATE INDEX events_by_session ON events (session_id, seq);
  CREATE TABLE facts (
    name TEXT PRIMARY KEY,
    value TEXT NOT NULL
  ) STRICT;
  CREATE TABLE restorations (
    began_at TEXT PRIMARY KEY,
    report TEXT NOT NULL
  ) STRICT;
  `,
  `
  ALTER TABLE events ADD COLUMN logged_ms INTEGER NOT NULL DEFAULT 0;
  UPDATE events SET logged_ms = CAST(unixepoch(time, 'subsec') * 1000 AS INTEGER);
  CREATE TABLE webhooks (
    id TEXT PRIMARY KEY,
    base_seq INTEGER NOT NULL,
    record TEXT NOT NULL
  ) STRICT;
  CREATE TABLE webhook_lanes (
    webhook_id TEXT NOT NULL,
    session_id TEXT NOT NULL,
    seq INTEGER NOT NULL,
    attempts INTEGER NOT NULL,
    refusals INTEGER NOT NULL,
    failures INTEGER NOT NULL,
    failing_since_ms INTEGER,
    next_attempt_ms INTEGER NOT NULL,
    PRIMARY KEY (webhook_id, session_id)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE webhook_deliveries (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    webhook_id TEXT NOT NULL,
    session_id TEXT,
    event_id TEXT NOT NULL,
    event_seq INTEGER NOT NULL,
    event_type TEXT NOT NULL,
    attempt INTEGER NOT NULL,
    time_ms INTEGER NOT NULL,
    duration_ms INTEGER NOT NULL,
    outcome TEXT NOT NULL,
    status_code INTEGER,
    error TEXT
  ) STRICT;
  CREATE INDEX webhook_deliveries_by_webhook ON webhook_deliveries (webhook_id, id);
  CREATE TABLE webhook_dead_letters (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    webhook_id TEXT NOT NULL,
    session_id TEXT NOT NULL,
    event_id TEXT NOT NULL,
    event_seq INTEGER NOT NULL,
    event_type TEXT NOT NULL,
    event TEXT NOT NULL,
    attempts INTEGER NOT NULL,
    died_ms INTEGER NOT NULL,
    reason TEXT NOT NULL,
    status_code INTEGER,
    redriven_ms INTEGER
  ) STRICT;
  CREATE INDEX webhook_dead_letters_by_lane ON webhook_dead_letters (webhook_id, session_id, event_seq);
  `,
  // What the log holds already is where the cursors begin; the time is that of WhatsApp, in whole seconds.
  `
  CREATE TABLE message_cursors (
    session_id TEXT NOT NULL,
    chat_id TEXT NOT NULL,
    safe_ms INTEGER NOT NULL,
    seen_ms INTEGER NOT NULL,
    newest_id TEXT NOT NULL,
    PRIMARY KEY (session_id, chat_id)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE message_marks (
    session_id TEXT NOT NULL,
    chat_id TEXT NOT NULL,
    message_id TEXT NOT NULL,
    time_ms INTEGER NOT NULL,
    PRIMARY KEY (session_id, chat_id, message_id)
  ) STRICT, WITHOUT ROWID;
  INSERT OR IGNORE INTO message_marks
    SELECT session_id, data ->> 'chat_id', data ->> 'message_id', unixepoch(data ->> 'timestamp') * 1000 FROM events
    WHERE type IN ('message.received', 'message.sent') AND session_id IS NOT NULL AND unixepoch(data ->> 'timestamp') IS NOT NULL
      AND data ->> 'chat_id' IS NOT NULL AND data ->> 'message_id' IS NOT NULL;
  INSERT INTO message_cursors
    SELECT session_id, chat_id, MAX(time_ms), MAX(time_ms), message_id FROM message_marks GROUP BY session_id, chat_id;
  INSERT INTO message_cursors
    SELECT session_id, '', MAX(safe_ms), MAX(safe_ms), '' FROM message_cursors GROUP BY session_id;
  DELETE FROM message_marks WHERE time_ms < (
    SELECT safe_ms FROM message_cursors
    WHERE message_cursors.session_id = message_marks.session_id AND message_cursors.chat_id = message_marks.chat_id) - 600000;
  `,
  `
  CREATE TABLE sends (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    send_id TEXT NOT NULL UNIQUE,
    session_id TEXT NOT NULL,
    idempotency_key TEXT,
    own_id TEXT NOT NULL,
    status TEXT NOT NULL,
    settled_ms INTEGER,
    record TEXT NOT NULL,
    UNIQUE (session_id, idempotency_key)
  ) STRICT;
  CREATE INDEX sends_by_session ON sends (session_id, seq);
  CREATE INDEX sends_open ON sends (seq) WHERE status NOT IN ('sent', 'failed', 'expired', 'cancelled');
  CREATE INDEX sends_settled ON sends (settled_ms) WHERE settled_ms IS NOT NULL;
  `,
  `
  ALTER TABLE sends ADD COLUMN job_id TEXT;
  CREATE INDEX sends_by_job ON sends (job_id, status) WHERE job_id IS NOT NULL;
  UPDATE sends SET record = json_set(record, '$.jobId', NULL, '$.setbacks', 0);
  CREATE TABLE send_jobs (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    job_id TEXT NOT NULL UNIQUE,
    session_id TEXT NOT NULL,
    idempotency_key TEXT,
    created_ms INTEGER NOT NULL,
    record TEXT NOT NULL,
    UNIQUE (session_id, idempotency_key)
  ) STRICT;
  `,
  // A message's number is that of its event. Without a file it waits for being fetched.
  `
  CREATE TABLE message_files (
    seq INTEGER PRIMARY KEY,
    session_id TEXT NOT NULL,
    message_id TEXT NOT NULL,
    noted_ms INTEGER NOT NULL,
    attempts INTEGER NOT NULL DEFAULT 0,
    next_attempt_ms INTEGER NOT NULL DEFAULT 0,
    file TEXT,
    size INTEGER,
    mime_type TEXT,
    file_name TEXT,
    kept_ms INTEGER,
    UNIQUE (session_id, message_id)
  ) STRICT;
  CREATE INDEX message_files_waiting ON message_files (session_id, next_attempt_ms, seq) WHERE file IS NULL;
  CREATE INDEX message_files_kept ON message_files (kept_ms, seq, size) WHERE file IS NOT NULL;
  CREATE TABLE message_files_cursor (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    seq INTEGER NOT NULL
  ) STRICT;
  `,
  `
  CREATE TABLE api_keys (
    id TEXT PRIMARY KEY,
    hash TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    scopes TEXT NOT NULL,
    session_prefix TEXT,
    created_ms INTEGER NOT NULL,
    expires_ms INTEGER,
    last_used_ms INTEGER
  ) STRICT;
  `,
  `
  CREATE TABLE audit (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    time_ms INTEGER NOT NULL,
    key_id TEXT,
    key_name TEXT,
    via TEXT NOT NULL,
    method TEXT NOT NULL,
    route TEXT NOT NULL,
    session_id TEXT,
    target TEXT,
    status INTEGER,
    request_id TEXT NOT NULL,
    address TEXT NOT NULL
  ) STRICT;
  CREATE INDEX audit_by_time ON audit (time_ms);
  CREATE INDEX audit_by_session ON audit (session_id, seq) WHERE session_id IS NOT NULL;
  CREATE INDEX audit_by_key ON audit (key_id, seq);
  `,
  // With each message the marks that its chat needs no longer are removed: without this all of a busy chat were looked through.
  `
  CREATE INDEX message_marks_by_time ON message_marks (session_id, chat_id, time_ms);
  `,
];

/** Opens the service's database in the data folder and brings it to the newest schema. */
export function openDatabase(dataDir: string): DatabaseSync {
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const path = join(dataDir, 'whatsapp-service.sqlite');
  const database = new DatabaseSync(path);
  // Messages are in here: nobody else on the machine may read them.
  chmodSync(path, 0o600);
  database.exec(`
    PRAGMA journal_mode = WAL;
    PRAGMA synchronous = FULL;
    PRAGMA busy_timeout = 5000;
  `);
  migrate(database);
  return database;
}

function migrate(database: DatabaseSync): void {
  const version = Number(database.prepare('PRAGMA user_version').get()?.['user_version'] ?? 0);
  if (version > migrations.length) {
    throw new Error(
      `The database has schema version ${version}; this release knows ${migrations.length}. Start the newer release, or restore the data folder's backup.`,
    );
  }
  for (const [index, migration] of migrations.entries()) {
    if (index < version) continue;
    transact(database, () => {
      database.exec(migration);
      database.exec(`PRAGMA user_version = ${index + 1}`);
    });
  }
}

/** Runs `work` in one transaction: all of it is committed, or nothing. */
export function transact<T>(database: DatabaseSync, work: () => T): T {
  database.exec('BEGIN IMMEDIATE');
  try {
    const result = work();
    database.exec('COMMIT');
    return result;
  } catch (error) {
    if (database.isTransaction) database.exec('ROLLBACK');
    throw error;
  }
}

/** The same, as a part of the transaction that is under way where there is one: what fails is undone by itself, the rest of it stays. */
export function inTransaction<T>(database: DatabaseSync, work: () => T): T {
  return database.isTransaction ? inSavepoint(database, work) : transact(database, work);
}

function inSavepoint<T>(database: DatabaseSync, work: () => T): T {
  database.exec('SAVEPOINT part');
  try {
    const result = work();
    database.exec('RELEASE part');
    return result;
  } catch (error) {
    // A full disk may have ended the transaction as a whole.
    if (database.isTransaction) database.exec('ROLLBACK TO part; RELEASE part');
    throw error;
  }
}
