import { Chat as chats } from '#page/chats/chat-collection.ts';
import { Collection } from '#page/core/collection.ts';
import { Contact as contacts } from '#page/contacts/contact-collection.ts';
import { GroupMetadata as groupMetadata } from '#page/groups/group-metadata-collection.ts';
import { Model } from '#page/core/model.ts';
import { Msg as messages } from '#page/messages/msg-collection.ts';
import type { Wid } from '#page/contacts/WAWebWidFactory.ts';

type Listed = Model & { id: Wid };

export class BusinessProfileCollection extends Collection<Listed> {
  /** Nobody here is a business. */
  find(): Promise<Model> {
    return Promise.resolve(new Model());
  }
}

export const Msg = messages;
export const Chat = chats;
export const Contact = contacts;
export const GroupMetadata = groupMetadata;
export const Blocklist = new Collection<Listed>();
export const BusinessProfile = new BusinessProfileCollection();
export const Label = new Collection<Listed>();
