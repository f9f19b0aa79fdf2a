import { Collection, type Key } from '#page/core/collection.ts';
import { ContactModel } from '#page/contacts/WAWebContactModel.ts';
import { createWid } from '#page/contacts/WAWebWidFactory.ts';
import { serverLink } from '#page/socket/server-link.ts';
import type { WireContact } from '../../protocol/server-frames.ts';

export class ContactCollection extends Collection<ContactModel> {
  readonly modelClass = ContactModel;

  /** Adds a person or takes over what is new about them. */
  learn(wire: WireContact): ContactModel {
    const known = this.get(`${wire.number}@c.us`);
    known?.rename(wire);
    return known ?? this.add(new ContactModel(wire));
  }

  async find(key: Key): Promise<ContactModel> {
    const wid = createWid(key);
    const known = this.get(wid) ?? this.filter(({ lid }) => lid?.equals(wid) === true)[0];
    if (known) return known;
    return this.learn((await serverLink.request('contact', { wid: wid._serialized })) as WireContact);
  }

  gadd(key: Key): ContactModel {
    return this.get(key) ?? this.learn({ number: createWid(key).user, lid: '', pushname: null, name: null, exists: false });
  }
}

/** Everybody this account knows. */
export const Contact = new ContactCollection();
