import type { FolderInfo } from '@whatsapp-service/shared/api/service-info.ts';

/** With what the files of a folder go away. */
export type Volatility = NonNullable<FolderInfo['volatile']>;

// The kernel's numbers of file systems (linux/magic.h).
const tmpfs = 0x01_02_19_94;
const ramfs = 0x85_84_58_f6;
/** A container's own layer; a volume in it has the file system of its disk. */
const overlay = 0x79_4c_76_30;

/** Whether a file system of this type keeps its files for good: null where it does as far as is known. */
export function volatilityOf(type: number): Volatility | null {
  // Node gives the number with its sign on some machines.
  const magic = type >>> 0;
  if (magic === tmpfs || magic === ramfs) return 'memory';
  return magic === overlay ? 'container' : null;
}
