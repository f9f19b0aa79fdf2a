import { parsePhoneNumber } from '../accounts/phone-number.ts';
import type { AddResult, GroupChange, GroupOffice, NewGroup } from '../groups/group-office.ts';
import { type GroupRecord, isMember } from '../groups/group-record.ts';
import type { GroupStore } from '../groups/group-store.ts';
import type { MessageRecord } from '../messages/message-record.ts';
import type { PostOffice } from '../messages/post-office.ts';
import { GroupUnknown, InviteGone } from '../simulator-errors.ts';

type Parts = { groups: GroupStore; groupOffice: GroupOffice; postOffice: PostOffice };

/** What one phone does in groups. Every method but the first two throws PhoneOffline, GroupUnknown, GroupForbidden. */
export class PhoneGroups {
  readonly #number: string;
  readonly #parts: Parts;
  readonly #assertOnline: () => void;

  constructor(number: string, parts: Parts, assertOnline: () => void) {
    this.#number = number;
    this.#parts = parts;
    this.#assertOnline = assertOnline;
  }

  /** The groups that it is in. */
  list(): GroupRecord[] {
    return this.#parts.groups.of(this.#number);
  }

  /** One of them. Throws GroupUnknown. */
  get(id: string): GroupRecord {
    const group = this.#parts.groups.get(id);
    if (!isMember(group, this.#number)) throw new GroupUnknown(id);
    return group;
  }

  /** Makes a group, and says what became of each who was to be in it. */
  create(subject: string, participants: readonly string[] = [], settings: Omit<NewGroup, 'subject' | 'participants'> = {}) {
    return this.#office.create(this.#number, { ...settings, subject, participants: participants.map(parsePhoneNumber) });
  }

  add(id: string, numbers: readonly string[]): AddResult[] {
    return this.#office.add(this.#number, id, numbers.map(parsePhoneNumber));
  }

  /** Gives those who are out now. */
  remove(id: string, numbers: readonly string[]): string[] {
    return this.#office.remove(this.#number, id, numbers.map(parsePhoneNumber));
  }

  promote(id: string, numbers: readonly string[]): string[] {
    return this.#office.promote(this.#number, id, numbers.map(parsePhoneNumber));
  }

  demote(id: string, numbers: readonly string[]): string[] {
    return this.#office.demote(this.#number, id, numbers.map(parsePhoneNumber));
  }

  /** Subject, description, settings. */
  update(id: string, change: GroupChange): GroupRecord {
    return this.#office.update(this.#number, id, change);
  }

  leave(id: string): void {
    this.#office.leave(this.#number, id);
  }

  inviteCode(id: string): string {
    return this.#office.inviteCode(this.#number, id);
  }

  revokeInvite(id: string): string {
    return this.#office.revokeInvite(this.#number, id);
  }

  /** Comes by the link; `joined` is false where an admin has to let it in first. Throws InviteUnknown, AlreadyMember. */
  join(code: string): { group: GroupRecord; joined: boolean } {
    return this.#office.join(this.#number, code);
  }

  /** Sends somebody who could not be added the private invitation. Throws InviteGone where there is none. */
  sendInvite(id: string, to: string): MessageRecord {
    this.#assertOnline();
    const [group, number] = [this.get(id), parsePhoneNumber(to)];
    const invite = group.invites.find((candidate) => candidate.number === number);
    if (!invite) throw new InviteGone(id);
    const attributes = { type: 'groups_v4_invite', inviteGrp: id, inviteGrpName: group.subject.text };
    const code = { inviteCode: invite.code, inviteCodeExp: invite.expires };
    return this.#parts.postOffice.send({
      from: this.#number,
      to: number,
      body: '',
      sentBy: 'phone',
      attributes: { ...attributes, ...code },
    });
  }

  /** Lets somebody in who asked, or does not; false where they had not asked. */
  decide(id: string, number: string, approve: boolean): boolean {
    return this.#office.decide(this.#number, id, parsePhoneNumber(number), approve);
  }

  get #office(): GroupOffice {
    this.#assertOnline();
    return this.#parts.groupOffice;
  }
}
