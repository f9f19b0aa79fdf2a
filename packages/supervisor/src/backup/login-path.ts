/** The folders of a profile that a login needs: a copy of just these two into an empty profile connects (measured). */
export const loginFolders = ['Default/IndexedDB', 'Default/Local Storage'] as const;

const maxBytes = 1_024;
/** LevelDB makes these again by itself; the lock belongs to the process that has the database open. */
const madeAgain = new Set(['LOCK', 'LOG', 'LOG.old']);

/** Whether a path, relative to a profile and with "/", is that of a file that belongs to a login: nothing else is put into an archive or taken out of one. */
export function isLoginPath(path: string): boolean {
  if (Buffer.byteLength(path) > maxBytes || /[\0\\]/.test(path)) return false;
  const segments = path.split('/');
  if (segments.some((segment) => segment === '' || segment === '.' || segment === '..')) return false;
  if (madeAgain.has(segments.at(-1) ?? '')) return false;
  return loginFolders.some((folder) => path.startsWith(`${folder}/`));
}
