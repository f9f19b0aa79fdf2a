import { getCurrentLid, getPhoneNumber } from '#page/contacts/WAWebApiContact.ts';
import type { Wid } from '#page/contacts/WAWebWidFactory.ts';

/** The phone number id of a hidden one. */
export function toPn(wid: Wid): Wid | undefined {
  return wid.isLid() ? getPhoneNumber(wid) : wid;
}

/** The hidden id of a phone number's. */
export function toLid(wid: Wid): Wid | undefined {
  return wid.isLid() ? wid : getCurrentLid(wid);
}
