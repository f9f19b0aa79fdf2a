import { Conn } from '#page/socket/WAWebConnModel.ts';
import { Contact } from '#page/contacts/contact-collection.ts';
import type { ContactModel } from '#page/contacts/WAWebContactModel.ts';

/** The account itself. */
export const getMeContact = (): ContactModel | undefined => Contact.get(Conn.wid);
