import { Collection } from '#page/core/collection.ts';
import { Contact } from '#page/contacts/contact-collection.ts';
import { createWid, type Wid } from '#page/contacts/WAWebWidFactory.ts';
import { Model } from '#page/core/model.ts';

class BlockedModel extends Model {
  readonly id: Wid;

  constructor(id: Wid) {
    super();
    this.id = id;
  }
}

export class BlocklistCollection extends Collection<BlockedModel> {
  /** Takes over the numbers that are blocked. */
  become(numbers: readonly string[]): void {
    const ids = numbers.map((number) => createWid(`${number}@c.us`));
    const wanted = new Set(ids.map(String));
    for (const { id } of this.getModelsArray()) if (!wanted.has(id._serialized)) this.remove(id);
    for (const id of ids) this.add(new BlockedModel(id));
    for (const contact of Contact.getModelsArray()) contact.set({ isContactBlocked: wanted.has(contact.id._serialized) });
  }
}

/** Whom the account has blocked. */
export const Blocklist = new BlocklistCollection();
