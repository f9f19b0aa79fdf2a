import { DatabaseSync } from 'node:sqlite';

/** A message as the example project has stored it. */
export type StoredMessage = {
  readonly event_id: string;
  readonly session_id: string;
  readonly message_id: string;
  readonly chat_id: string;
  readonly direction: string;
  readonly text: string;
  readonly ack: number;
  readonly backfilled: boolean;
};

/** What the example project has stored, in the order in which it stored it. */
export function storedMessages(databasePath: string): StoredMessage[] {
  return readAll(databasePath, 'SELECT * FROM whatsapp_message ORDER BY id').map((row) => ({
    event_id: String(row['event_id']),
    session_id: String(row['session_id']),
    message_id: String(row['message_id']),
    chat_id: String(row['chat_id']),
    direction: String(row['direction']),
    text: String(row['text']),
    ack: Number(row['ack']),
    backfilled: row['backfilled'] === 1,
  }));
}

/** The statuses that the example project shows, by session. */
export function storedStatuses(databasePath: string): Record<string, string> {
  const rows = readAll(databasePath, 'SELECT session_id, status FROM whatsapp_session');
  return Object.fromEntries(rows.map((row) => [String(row['session_id']), String(row['status'])]));
}

function readAll(path: string, sql: string): Record<string, unknown>[] {
  const database = new DatabaseSync(path, { readOnly: true, timeout: 10_000 });
  try {
    return database.prepare(sql).all();
  } finally {
    database.close();
  }
}
