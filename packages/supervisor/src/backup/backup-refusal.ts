/** Why something cannot be done with a backup: what the archive is, what the key is, what the profile is, what the disk is. */
export type RefusalKind = 'damaged' | 'key' | 'unsettled' | 'failed';

/** Thrown in the thread; the sentence's end says why, such as "its checksum is wrong". */
export class BackupRefusal extends Error {
  readonly kind: RefusalKind;

  constructor(kind: RefusalKind, why: string, options?: ErrorOptions) {
    super(why, options);
    this.kind = kind;
  }
}
