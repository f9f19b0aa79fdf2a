import { Chat as chats } from '#page/chats/chat-collection.ts';
import { Blocklist as blocklist } from '#page/contacts/blocklist-collection.ts';
import { BusinessProfile as businessProfiles } from '#page/contacts/business-profile-collection.ts';
import { Contact as contacts } from '#page/contacts/contact-collection.ts';
import { GroupMetadata as groupMetadata } from '#page/groups/group-metadata-collection.ts';
import { Label as labels } from '#page/labels/label-collection.ts';
import * as newsletters from '#page/channels/newsletter-collection.ts';
import { Msg as messages } from '#page/messages/msg-collection.ts';
import { ProfilePicThumb as pictures } from '#page/contacts/profile-pic-collection.ts';
import { Reactions as reactions } from '#page/messages/reaction-collection.ts';
import { Status as statuses } from '#page/status/status-collection.ts';

export const Msg = messages;
export const Chat = chats;
export const Contact = contacts;
export const WAWebNewsletterCollection = newsletters.WAWebNewsletterCollection;
export const WAWebNewsletterMetadataCollection = newsletters.WAWebNewsletterMetadataCollection;
/** The same by its older name, which whatsapp-web.js asks for in one place. */
export const NewsletterMetadataCollection = newsletters.WAWebNewsletterMetadataCollection;
export const GroupMetadata = groupMetadata;
export const Blocklist = blocklist;
export const BusinessProfile = businessProfiles;
export const ProfilePicThumb = pictures;
export const Label = labels;
export const Reactions = reactions;
export const Status = statuses;
