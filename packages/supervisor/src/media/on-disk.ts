import { errorCodeOf } from '@whatsapp-service/shared/errors/error-code.ts';
import { StorageUnavailable } from '../supervisor-errors.ts';

/** What a disk, or the limit of open files, refuses; a connection that breaks off has other codes. */
const diskCodes: ReadonlySet<unknown> = new Set(['ENOSPC', 'EDQUOT', 'EROFS', 'EIO', 'EACCES', 'EMFILE', 'ENFILE']);

/** Does something with files; throws StorageUnavailable where the disk refuses it. */
export async function onDisk<T>(act: () => Promise<T>): Promise<T> {
  return act().catch((error: unknown) => {
    if (error instanceof Error && diskCodes.has(errorCodeOf(error))) throw new StorageUnavailable(error.message);
    throw error;
  });
}
