import type { ContactModel } from '#page/contacts/WAWebContactModel.ts';
import { Conn } from '#page/socket/WAWebConnModel.ts';

export const getIsMe = (contact: ContactModel): boolean => contact.id.equals(Conn.wid) || contact.id.equals(Conn.lid);
export const getIsUser = (contact: ContactModel): boolean => contact.id.isUser();
export const getIsGroup = (contact: ContactModel): boolean => contact.id.isGroup();
export const getIsWAContact = (contact: ContactModel): boolean => contact.exists;
export const getUserid = (contact: ContactModel): string => contact.id.user;
export const getVerifiedName = (): undefined => undefined;
export const getVerifiedLevel = (): undefined => undefined;
export const getStatusMute = (contact: ContactModel): boolean => contact.statusMute;
export const getName = (contact: ContactModel): string | undefined => contact.name;
export const getShortName = (contact: ContactModel): string | undefined => contact.shortName;
export const getPushname = (contact: ContactModel): string | undefined => contact.pushname;
export const getIsEnterprise = (contact: ContactModel): boolean => contact.isEnterprise;
