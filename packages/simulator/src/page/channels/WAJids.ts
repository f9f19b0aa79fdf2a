/** A channel's id as the wire has it. */
export const toNewsletterJid = (id: string): string => id;
