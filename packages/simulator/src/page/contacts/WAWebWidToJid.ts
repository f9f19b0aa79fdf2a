import type { Wid } from '#page/contacts/WAWebWidFactory.ts';

/** A person's id as the servers write it. */
export const widToUserJid = (wid: Wid): string => wid.toJid();
/** A group's. */
export const widToGroupJid = (wid: Wid): string => wid.toJid();
