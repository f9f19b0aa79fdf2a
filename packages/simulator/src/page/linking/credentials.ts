import type { Credentials } from '../../protocol/page-frames.ts';

const databaseName = 'signal-storage';
const storeName = 'signal-meta-store';
const deviceIdKey = 'WADeviceId';
const secretKey = 'WANoiseInfo';

function opened<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.addEventListener('success', () => resolve(request.result));
    request.addEventListener('error', () => reject(request.error ?? new Error('IndexedDB failed.')));
  });
}

async function openDatabase(): Promise<IDBDatabase> {
  const request = indexedDB.open(databaseName, 1);
  request.addEventListener('upgradeneeded', () => request.result.createObjectStore(storeName));
  return opened(request);
}

async function readDatabaseSecret(): Promise<string | undefined> {
  // Opening would create it, and an unlinked profile has no database.
  const known = await indexedDB.databases();
  if (!known.some(({ name }) => name === databaseName)) return undefined;
  const database = await openDatabase();
  try {
    const value: unknown = await opened(database.transaction(storeName).objectStore(storeName).get('registration'));
    return typeof value === 'string' ? value : undefined;
  } finally {
    database.close();
  }
}

async function writeDatabaseSecret(secret: string): Promise<void> {
  const database = await openDatabase();
  try {
    const transaction = database.transaction(storeName, 'readwrite', { durability: 'strict' });
    transaction.objectStore(storeName).put(secret, 'registration');
    await new Promise<void>((resolve, reject) => {
      transaction.addEventListener('complete', () => resolve());
      transaction.addEventListener('abort', () => reject(transaction.error ?? new Error('IndexedDB aborted.')));
    });
  } finally {
    database.close();
  }
}

function nameDeviceInCookie(deviceId: string): void {
  // Only the request for the document itself needs it: faults of one device reach that request too.
  document.cookie = `device=${encodeURIComponent(deviceId)}; Max-Age=31536000; Secure; SameSite=Lax`;
}

/** The credentials of a linked profile; null, and a cleared storage, when either half is gone. */
export async function loadCredentials(): Promise<Credentials | null> {
  const deviceId = localStorage.getItem(deviceIdKey);
  const localSecret = localStorage.getItem(secretKey);
  const databaseSecret = await readDatabaseSecret().catch(() => undefined);
  if (deviceId !== null && localSecret !== null && databaseSecret !== undefined) {
    nameDeviceInCookie(deviceId);
    return { deviceId, localSecret, databaseSecret };
  }
  await clearCredentials();
  return null;
}

/** Keeps one half in localStorage and the other in IndexedDB. */
export async function storeCredentials({ deviceId, localSecret, databaseSecret }: Credentials): Promise<void> {
  await writeDatabaseSecret(databaseSecret);
  localStorage.setItem(secretKey, localSecret);
  localStorage.setItem(deviceIdKey, deviceId);
  nameDeviceInCookie(deviceId);
}

/** Makes this an unlinked profile. */
export async function clearCredentials(): Promise<void> {
  localStorage.clear();
  document.cookie = 'device=; Max-Age=0; Secure; SameSite=Lax';
  const known = await indexedDB.databases();
  await Promise.all(
    known.map(async ({ name }) => {
      if (name === undefined) return;
      const request = indexedDB.deleteDatabase(name);
      await new Promise<void>((resolve) => {
        for (const event of ['success', 'error', 'blocked']) request.addEventListener(event, () => resolve());
      });
    }),
  );
}
