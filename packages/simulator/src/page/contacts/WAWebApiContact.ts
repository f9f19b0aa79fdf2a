import { Contact } from '#page/contacts/contact-collection.ts';
import type { Wid } from '#page/contacts/WAWebWidFactory.ts';

function knownBy(wid: Wid) {
  return Contact.get(wid) ?? Contact.filter(({ lid }) => lid?.equals(wid) === true)[0];
}

/** The person's hidden id, where this account knows it. */
export function getCurrentLid(wid: Wid): Wid | undefined {
  return knownBy(wid)?.lid;
}

/** The person's phone number id, where this account knows it. */
export function getPhoneNumber(wid: Wid): Wid | undefined {
  return knownBy(wid)?.phoneNumber;
}

/** The other of the two. */
export function getAlternateUserWid(wid: Wid): Wid | undefined {
  return wid.isLid() ? getPhoneNumber(wid) : getCurrentLid(wid);
}
