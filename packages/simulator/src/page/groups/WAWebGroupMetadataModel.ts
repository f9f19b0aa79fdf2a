import { Collection } from '#page/core/collection.ts';
import { Conn } from '#page/socket/WAWebConnModel.ts';
import { createWid, type Wid } from '#page/contacts/WAWebWidFactory.ts';
import { Model } from '#page/core/model.ts';
import type { WireGroup } from '../../protocol/server-frames.ts';

export class ParticipantModel extends Model {
  readonly id: Wid;
  isAdmin = false;
  isSuperAdmin = false;

  constructor(id: Wid) {
    super();
    this.id = id;
  }
}

export class ParticipantCollection extends Collection<ParticipantModel> {
  iAmAdmin(): boolean {
    const me = this.get(Conn.wid) ?? this.get(Conn.lid);
    return me !== undefined && (me.isAdmin || me.isSuperAdmin);
  }

  serialize(): Array<Record<string, unknown>> {
    return this.getModelsArray().map((model) => model.serialize());
  }
}

export class MembershipRequestModel extends Model {
  readonly id: Wid;

  constructor(attributes: { id: Wid; addedBy: Wid; parentGroupId: null; requestMethod: string; t: number }) {
    super();
    this.id = attributes.id;
    Object.assign(this, attributes);
  }
}

export class MembershipRequestCollection extends Collection<MembershipRequestModel> {
  /** whatsapp-web.js looks into the real collection's own array. */
  get _models(): MembershipRequestModel[] {
    return this.getModelsArray();
  }
}

/** What a page knows of a group besides its messages. */
export class GroupMetadataModel extends Model {
  readonly id: Wid;
  readonly participants = new ParticipantCollection();
  readonly membershipApprovalRequests = new MembershipRequestCollection();
  creation: number | undefined;
  owner: Wid | undefined;
  subject = '';
  desc: string | undefined;
  descId: string | undefined;
  announce = false;
  restrict = false;
  memberAddMode = 'admin_add';
  membershipApprovalMode = false;
  isLidAddressingMode = false;

  constructor(id: Wid) {
    super();
    this.id = id;
  }

  learn(wire: WireGroup): void {
    const { createdAt, owner, subject, description, announce, restrict, membersAdd, approval, addressing } = wire;
    this.set({
      creation: createdAt,
      owner: createWid(owner),
      subject: subject.text,
      subjectTime: subject.t,
      desc: description?.text,
      descId: description?.id,
      descTime: description?.t,
      descOwner: description ? createWid(description.by) : undefined,
      announce,
      restrict,
      memberAddMode: membersAdd ? 'all_member_add' : 'admin_add',
      membershipApprovalMode: approval,
      isLidAddressingMode: addressing === 'lid',
      size: wire.participants.length,
    });
    this.#learnParticipants(wire);
    this.#learnRequests(wire);
  }

  override serialize(): Record<string, unknown> {
    const { membershipApprovalRequests: _, ...attributes } = super.serialize();
    return { ...attributes, participants: this.participants.serialize() };
  }

  #learnParticipants({ participants }: WireGroup): void {
    for (const { id } of this.participants.getModelsArray()) {
      if (!participants.some((participant) => participant.id === id._serialized)) this.participants.remove(id);
    }
    for (const { id, rank } of participants) {
      const model = this.participants.get(id) ?? this.participants.add(new ParticipantModel(createWid(id)));
      model.set({ isAdmin: rank !== 'member', isSuperAdmin: rank === 'superadmin' });
    }
  }

  #learnRequests({ requests }: WireGroup): void {
    for (const { id } of this.membershipApprovalRequests.getModelsArray()) this.membershipApprovalRequests.remove(id);
    for (const { id, addedBy, method, t } of requests) {
      const attributes = { id: createWid(id), addedBy: createWid(addedBy), parentGroupId: null, requestMethod: method, t };
      this.membershipApprovalRequests.add(new MembershipRequestModel(attributes));
    }
  }
}
