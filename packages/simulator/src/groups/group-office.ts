import { randomBytes, randomInt } from 'node:crypto';
import { EventEmitter } from 'node:events';
import type { AccountStore } from '../accounts/account-store.ts';
import type { GroupNotice, PostOffice } from '../messages/post-office.ts';
import { AlreadyMember, GroupForbidden, InviteGone } from '../simulator-errors.ts';
import { type GroupRecord, type GroupSettings, isAdmin, isMember, type PrivateInvite, type Rank } from './group-record.ts';
import type { GroupStore } from './group-store.ts';
import { memberWid } from './group-view.ts';

/** What became of somebody who was to be added: 200 added, 403 with an invitation to send, 404 no such phone, 409 there already. */
export type AddResult = { number: string; status: 200 | 403 | 404 | 409; invite?: PrivateInvite };

/** What a new group is made of. */
export type NewGroup = { subject: string; participants: readonly string[]; addressing?: 'pn' | 'lid' } & Partial<GroupSettings>;

/** What can be changed of a group. */
export type GroupChange = Partial<GroupSettings> & { subject?: string; description?: string };

type Events = { changed: [group: GroupRecord, numbers: readonly string[]] };
type Options = { accounts: AccountStore; groups: GroupStore; postOffice: PostOffice; changed: () => void; now?: () => number };
type Notice = Omit<GroupNotice, 'group' | 'audience' | 'recipients'> & { to?: readonly string[]; audience?: readonly string[] };

const inviteLifeSeconds = 3 * 24 * 60 * 60;

/** The only one that makes groups and changes them; says who hears of it. Every method throws GroupUnknown, GroupForbidden. */
export class GroupOffice extends EventEmitter<Events> {
  readonly #accounts: AccountStore;
  readonly #groups: GroupStore;
  readonly #postOffice: PostOffice;
  readonly #changed: () => void;
  readonly #now: () => number;

  constructor({ accounts, groups, postOffice, changed, now = Date.now }: Options) {
    super();
    this.#accounts = accounts;
    this.#groups = groups;
    this.#postOffice = postOffice;
    this.#changed = changed;
    this.#now = now;
  }

  create(owner: string, { subject, participants, addressing = 'pn', ...settings }: NewGroup): { group: GroupRecord; results: AddResult[] } {
    const createdAt = this.#seconds();
    const group: GroupRecord = {
      ...{ announce: false, restrict: false, membersAdd: false, approval: false, ...settings },
      id: `120363${String(randomInt(0, 1_000_000_000_000)).padStart(12, '0')}@g.us`,
      owner,
      createdAt,
      addressing,
      subject: { text: subject, by: owner, t: createdAt, id: newId() },
      description: null,
      members: [{ number: owner, rank: 'superadmin' }],
      requests: [],
      invites: [],
      inviteCode: newInviteCode(),
    };
    this.#groups.add(group);
    const results = this.#let(group, owner, participants);
    this.#tell(group, { by: owner, subtype: 'create', body: subject, to: added(results) });
    return { group, results };
  }

  add(by: string, id: string, numbers: readonly string[]): AddResult[] {
    const group = this.#insider(by, id);
    if (!group.membersAdd) this.#assertAdmin(group, by);
    const results = this.#let(group, by, numbers);
    if (added(results).length > 0) this.#tell(group, { by, subtype: 'add', to: added(results) });
    return results;
  }

  /** Those who are no members, and the group's creator, stay what they are. */
  remove(by: string, id: string, numbers: readonly string[]): string[] {
    const group = this.#managed(by, id);
    const gone = this.#common(group, numbers);
    const audience = group.members.map(({ number }) => number);
    group.members = group.members.filter(({ number }) => !gone.includes(number));
    if (gone.length > 0) this.#tell(group, { by, subtype: 'remove', to: gone, audience });
    return gone;
  }

  promote(by: string, id: string, numbers: readonly string[]): string[] {
    return this.#rank(by, id, numbers, 'admin');
  }

  demote(by: string, id: string, numbers: readonly string[]): string[] {
    return this.#rank(by, id, numbers, 'member');
  }

  /** Each change is told on its own, as its notification has its own kind. */
  update(by: string, id: string, { subject, description, ...settings }: GroupChange): GroupRecord {
    const group = this.#insider(by, id);
    if (Object.keys(settings).length > 0 || group.restrict) this.#assertAdmin(group, by);
    if (subject !== undefined) {
      group.subject = this.#text(subject, by);
      this.#tell(group, { by, subtype: 'subject', body: subject });
    }
    if (description !== undefined) {
      group.description = description === '' ? null : this.#text(description, by);
      this.#tell(group, { by, subtype: 'description', body: description });
    }
    for (const [name, subtype] of settingNotices) {
      const value = settings[name];
      if (value === undefined || value === group[name]) continue;
      group[name] = value;
      this.#tell(group, { by, subtype, body: value ? 'on' : 'off' });
    }
    return group;
  }

  /** The picture itself is kept elsewhere: this says who may change it, and tells of it. */
  changePicture(by: string, id: string, isSet: boolean): void {
    const group = this.#insider(by, id);
    if (group.restrict) this.#assertAdmin(group, by);
    this.#tell(group, { by, subtype: 'picture', body: isSet ? 'set' : 'remove' });
  }

  /** Somebody goes; where no admin is left, the first of the others becomes one. */
  leave(number: string, id: string): void {
    const group = this.#insider(number, id);
    const audience = group.members.map((member) => member.number);
    group.members = group.members.filter((member) => member.number !== number);
    const [heir] = group.members;
    if (heir && !group.members.some(({ rank }) => rank !== 'member')) heir.rank = 'admin';
    this.#tell(group, { by: number, subtype: 'leave', to: [number], audience });
  }

  inviteCode(by: string, id: string): string {
    return this.#managed(by, id).inviteCode;
  }

  revokeInvite(by: string, id: string): string {
    const group = this.#managed(by, id);
    group.inviteCode = newInviteCode();
    this.#tell(group, { by, subtype: 'revoke_invite' });
    return group.inviteCode;
  }

  /** Comes by the link: into the group, or among those who ask to be let in. Throws InviteUnknown, AlreadyMember. */
  join(number: string, code: string): { group: GroupRecord; joined: boolean } {
    const group = this.#groups.byInviteCode(code);
    if (isMember(group, number)) throw new AlreadyMember(number, group.id);
    if (!group.approval) {
      this.#enter(group, number);
      this.#tell(group, { by: number, subtype: 'invite', to: [number] });
      return { group, joined: true };
    }
    if (!group.requests.some((request) => request.number === number)) {
      group.requests.push({ number, addedBy: number, method: 'InviteLink', t: this.#seconds() });
      const audience = group.members.filter(({ rank }) => rank !== 'member').map((member) => member.number);
      this.#tell(group, { by: number, subtype: 'membership_approval_request', to: [number], audience });
    }
    return { group, joined: false };
  }

  /** Lets somebody in who asked, or does not; false where they had not asked. */
  decide(by: string, id: string, number: string, approve: boolean): boolean {
    const group = this.#managed(by, id);
    const asked = group.requests.some((request) => request.number === number);
    group.requests = group.requests.filter((request) => request.number !== number);
    if (!asked) return false;
    if (approve) this.#enter(group, number);
    if (approve) this.#tell(group, { by, subtype: 'add', to: [number] });
    else this.#announce(group, [by]);
    return true;
  }

  /** Throws InviteGone where it is for somebody else or too old. */
  acceptInvite(number: string, id: string, code: string): GroupRecord {
    const group = this.#groups.get(id);
    const invite = group.invites.find((candidate) => candidate.code === code && candidate.number === number);
    if (!invite || invite.expires < this.#seconds()) throw new InviteGone(id);
    if (isMember(group, number)) throw new AlreadyMember(number, id);
    this.#enter(group, number);
    this.#tell(group, { by: number, subtype: 'invite', to: [number] });
    return group;
  }

  #rank(by: string, id: string, numbers: readonly string[], rank: Rank): string[] {
    const group = this.#managed(by, id);
    const changed = this.#common(group, numbers).filter((number) => isAdmin(group, number) !== (rank === 'admin'));
    for (const member of group.members) if (changed.includes(member.number)) member.rank = rank;
    if (changed.length > 0) this.#tell(group, { by, subtype: rank === 'admin' ? 'promote' : 'demote', to: changed });
    return changed;
  }

  /** Those of the numbers that are members and not the creator. */
  #common({ members }: GroupRecord, numbers: readonly string[]): string[] {
    return members.filter(({ number, rank }) => rank !== 'superadmin' && numbers.includes(number)).map(({ number }) => number);
  }

  #let(group: GroupRecord, by: string, numbers: readonly string[]): AddResult[] {
    return [...new Set(numbers)].map((number): AddResult => {
      const account = this.#accounts.find(number);
      if (!account || account.banned) return { number, status: 404 };
      if (isMember(group, number)) return { number, status: 409 };
      if (account.inviteOnly !== true) {
        this.#enter(group, number);
        return { number, status: 200 };
      }
      const invite = { number, by, code: newInviteCode(), expires: this.#seconds() + inviteLifeSeconds };
      group.invites = [...group.invites.filter((other) => other.number !== number), invite];
      return { number, status: 403, invite };
    });
  }

  #enter(group: GroupRecord, number: string): void {
    group.members.push({ number, rank: 'member' });
    group.requests = group.requests.filter((request) => request.number !== number);
    group.invites = group.invites.filter((invite) => invite.number !== number);
  }

  #tell(group: GroupRecord, { to = [], audience = group.members.map(({ number }) => number), ...notice }: Notice): void {
    this.#announce(group, audience);
    const recipients = to.map((number) => memberWid(this.#accounts, group, number));
    this.#postOffice.notify({ ...notice, group: group.id, audience, recipients });
  }

  #announce(group: GroupRecord, numbers: readonly string[]): void {
    this.#changed();
    this.emit('changed', group, numbers);
  }

  #insider(number: string, id: string): GroupRecord {
    const group = this.#groups.get(id);
    if (!isMember(group, number)) throw new GroupForbidden(number, id, 'it is no member');
    return group;
  }

  #managed(number: string, id: string): GroupRecord {
    const group = this.#insider(number, id);
    this.#assertAdmin(group, number);
    return group;
  }

  #assertAdmin(group: GroupRecord, number: string): void {
    if (!isAdmin(group, number)) throw new GroupForbidden(number, group.id, 'it is no admin');
  }

  #text(text: string, by: string) {
    return { text, by, t: this.#seconds(), id: newId() };
  }

  #seconds(): number {
    return Math.floor(this.#now() / 1000);
  }
}

const settingNotices = [
  ['announce', 'announce'],
  ['restrict', 'restrict'],
  ['membersAdd', 'member_add_mode'],
  ['approval', 'membership_approval_mode'],
] as const;

function added(results: readonly AddResult[]): string[] {
  return results.filter(({ status }) => status === 200).map(({ number }) => number);
}

function newInviteCode(): string {
  return randomBytes(16).toString('base64url');
}

function newId(): string {
  return randomBytes(10).toString('hex').toUpperCase();
}
