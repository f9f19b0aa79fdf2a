import type { StorageAtStart } from '../whatsapp/whatsapp-port.ts';

export interface UnpairedVerdict {
  readonly code: 'logged_out' | 'auth_corrupt';
  readonly message: string;
}

/** Why a linked profile came up unpaired: its stores were there, so WhatsApp removed the device; or one was empty, so it was lost on disk. */
export function unpairedVerdict(storage: StorageAtStart | undefined): UnpairedVerdict {
  if (storage !== undefined && (storage.localStorageItems === 0 || storage.databases === 0)) {
    const store = storage.localStorageItems === 0 ? 'localStorage' : 'IndexedDB';
    return {
      code: 'auth_corrupt',
      message: `The profile's files are there, but the browser found ${store} empty: the credentials in it are lost. Restore a backup, or link the account again.`,
    };
  }
  return {
    code: 'logged_out',
    message: 'WhatsApp removed this device while it was offline; link the account again.',
  };
}
