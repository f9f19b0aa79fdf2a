/** SQLite's primary result codes that are the disk's matter, not the statement's (sqlite.org/rescode.html): BUSY, LOCKED, READONLY, IOERR, FULL, CANTOPEN. */
const diskCodes = new Set([5, 6, 8, 10, 13, 14]);

/** Whether an error says that the disk refuses: what failed may succeed later. */
export function isStorageFault(error: unknown): error is Error {
  if (!(error instanceof Error)) return false;
  if ('errcode' in error && typeof error.errcode === 'number') return diskCodes.has(error.errcode & 0xff);
  return 'syscall' in error;
}
