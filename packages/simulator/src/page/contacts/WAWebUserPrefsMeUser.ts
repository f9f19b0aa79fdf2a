import { Conn } from '#page/socket/WAWebConnModel.ts';
import type { Wid } from '#page/contacts/WAWebWidFactory.ts';

/** The account's phone number id. */
export function getMaybeMePnUser(): Wid | undefined {
  return Conn.wid;
}

/** The account's hidden id. */
export function getMaybeMeLidUser(): Wid | undefined {
  return Conn.lid;
}
