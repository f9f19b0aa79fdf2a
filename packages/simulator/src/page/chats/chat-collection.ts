import { Collection, type Key, keyText } from '#page/core/collection.ts';
import { ChatModel } from '#page/chats/WAWebChatModel.ts';
import { Contact } from '#page/contacts/contact-collection.ts';
import { ContactModel } from '#page/contacts/WAWebContactModel.ts';
import { chatWid } from '#page/contacts/WAWebWidFactory.ts';
import type { WireContact, WireGroup } from '../../protocol/server-frames.ts';

const statusId = 'status@broadcast';

export class ChatCollection extends Collection<ChatModel> {
  readonly modelClass = ChatModel;
  /** Where this account's statuses go; no chat of the list. */
  readonly #statusChat = new ChatModel(new ContactModel({ number: statusId, lid: '', pushname: null, name: 'Status', exists: false }));

  /** The chat with somebody, made when there is none. */
  learn(wire: WireContact): ChatModel {
    return this.get(chatWid(wire.number)) ?? this.add(new ChatModel(Contact.learn(wire)));
  }

  /** The chat of a group; its members are made known as well. */
  learnGroup(wire: WireGroup): ChatModel {
    for (const { number, lid, pushname } of wire.participants) Contact.meet({ number, lid, pushname });
    const chat = this.learn({ number: wire.id, lid: '', pushname: null, name: wire.subject.text, exists: true });
    chat.learnGroup(wire);
    return chat;
  }

  /** The same by id; asks the server who that is. A group that the account is not in gets a chat too, with nobody in it. */
  async find(key: Key): Promise<ChatModel> {
    const known = this.get(key);
    if (known) return known;
    if (keyText(key) === statusId) return this.#statusChat;
    const contact = await Contact.find(key);
    return this.get(contact.id) ?? this.add(new ChatModel(contact));
  }

  /** The pinned first, then the most recently used, as the chat list shows them. */
  override getModelsArray(): ChatModel[] {
    return super.getModelsArray().toSorted((a, b) => b.pin - a.pin || (b.t ?? 0) - (a.t ?? 0));
  }
}

/** Every conversation of this account. */
export const Chat = new ChatCollection();
