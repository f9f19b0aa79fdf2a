import { Collection, type Key } from '#page/core/collection.ts';
import { ContactModel } from '#page/contacts/WAWebContactModel.ts';
import { chatWid, createWid, type Wid } from '#page/contacts/WAWebWidFactory.ts';
import { serverLink } from '#page/socket/server-link.ts';
import type { WireContact } from '../../protocol/server-frames.ts';

export class ContactCollection extends Collection<ContactModel> {
  readonly modelClass = ContactModel;

  /** Adds a person or takes over what is new about them. */
  learn(wire: WireContact): ContactModel {
    const known = this.get(chatWid(wire.number));
    known?.rename(wire);
    return known ?? this.add(new ContactModel(wire));
  }

  /** Somebody seen in a group: what the address book says of them stays. */
  meet({ number, lid, pushname }: Pick<WireContact, 'number' | 'lid' | 'pushname'>): ContactModel {
    const known = this.get(chatWid(number));
    known?.set({ pushname: pushname ?? undefined });
    return known ?? this.add(new ContactModel({ number, lid, pushname, name: null, exists: lid !== '' }));
  }

  async find(key: Key): Promise<ContactModel> {
    const wid = createWid(key);
    const known = this.get(wid) ?? this.filter(({ lid }) => lid?.equals(wid) === true)[0];
    if (known) return known;
    return this.learn((await serverLink.request('contact', { wid: wid._serialized })) as WireContact);
  }

  gadd(key: Key): ContactModel {
    return this.get(key) ?? this.learn({ number: numberOf(createWid(key)), lid: '', pushname: null, name: null, exists: false });
  }
}

/** How the server names somebody: a person by the bare number. */
function numberOf(wid: Wid): string {
  return wid.server === 'c.us' ? wid.user : wid._serialized;
}

/** Everybody this account knows, and its groups. */
export const Contact = new ContactCollection();
