import { createWid, type Wid } from '#page/contacts/WAWebWidFactory.ts';

/** A person's id as the page writes it. */
export const userJidToUserWid = (jid: string): Wid => createWid(jid);
/** A channel's. */
export const newsletterJidToWid = (jid: string): Wid => createWid(jid);
