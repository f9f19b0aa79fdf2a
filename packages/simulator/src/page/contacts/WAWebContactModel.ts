import { chatWid, createWid, type Wid } from '#page/contacts/WAWebWidFactory.ts';
import { Model } from '#page/core/model.ts';
import type { WireContact } from '../../protocol/server-frames.ts';

/** A person, in this account's address book or not, or a group by its subject. */
export class ContactModel extends Model {
  readonly id: Wid;
  readonly phoneNumber: Wid | undefined;
  readonly lid: Wid | undefined;
  type = 'in';
  name: string | undefined;
  shortName: string | undefined;
  pushname: string | undefined;
  exists: boolean;
  isBusiness = false;
  isEnterprise = false;
  isContactBlocked = false;
  statusMute = false;
  labels: string[] = [];
  commonGroups: { serialize(): unknown } | undefined;

  constructor(wire: WireContact) {
    super();
    this.id = chatWid(wire.number);
    this.phoneNumber = this.id.isGroup() ? undefined : this.id;
    this.lid = wire.lid === '' ? undefined : createWid(`${wire.lid}@lid`);
    this.exists = wire.exists;
    this.isBusiness = wire.isBusiness === true;
    this.rename(wire);
  }

  get formattedName(): string {
    return this.name ?? this.pushname ?? `+${this.id.user}`;
  }

  rename({ name, pushname }: WireContact): void {
    const full = name ?? undefined;
    this.set({ name: full, shortName: full?.split(' ')[0], pushname: pushname ?? undefined });
  }
}
