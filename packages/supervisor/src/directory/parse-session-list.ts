import { isSessionId } from '@whatsapp-service/shared/session/session-id.ts';
import type { ListedSession, SessionList } from './directory.ts';

/**
 * Reads the body of the active-sessions endpoint. Unknown fields are ignored; an entry that cannot be read, or comes a second
 * time, is named and the others are taken. Undefined where the body as a whole is no such list.
 */
export function parseSessionList(body: unknown): SessionList | undefined {
  const data = fieldOf(body, 'data');
  const entries = fieldOf(data, 'sessions');
  if (fieldOf(body, 'success') !== true || !Array.isArray(entries)) return undefined;
  const sessions = new Map<string, ListedSession>();
  const malformed: string[] = [];
  for (const [index, entry] of entries.entries()) {
    const session = parseEntry(entry);
    if (typeof session === 'string') {
      malformed.push(`Entry ${index + 1} of the list is left out: ${session}.`);
    } else if (sessions.has(session.sessionId)) {
      malformed.push(`Entry ${index + 1} of the list is left out: "${session.sessionId}" stands in it twice.`);
    } else {
      sessions.set(session.sessionId, session);
    }
  }
  return { sessions: [...sessions.values()], malformed };
}

function parseEntry(entry: unknown): ListedSession | string {
  const sessionId = fieldOf(entry, 'session_id');
  if (!isSessionId(sessionId)) return 'its session_id is not 1 to 64 letters, digits, "_" or "-"';
  const userId = fieldOf(entry, 'user_id') ?? null;
  if (userId !== null && typeof userId !== 'string' && !Number.isSafeInteger(userId)) {
    return `the user_id of "${sessionId}" is neither a whole number nor a text`;
  }
  const instanceName = fieldOf(entry, 'instance_name') ?? null;
  if (instanceName !== null && typeof instanceName !== 'string') {
    return `the instance_name of "${sessionId}" is no text`;
  }
  return {
    sessionId,
    userId: typeof userId === 'string' ? userId.slice(0, 128) : Number.isSafeInteger(userId) ? Number(userId) : null,
    instanceName: instanceName === null ? null : instanceName.slice(0, 128),
  };
}

function fieldOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}
