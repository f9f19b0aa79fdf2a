import { GroupUnknown, InviteUnknown } from '../simulator-errors.ts';
import { type GroupRecord, isMember } from './group-record.ts';

/** All groups. */
export class GroupStore {
  readonly #groups: Map<string, GroupRecord>;

  constructor(groups: GroupRecord[] = []) {
    this.#groups = new Map(groups.map((group) => [group.id, group]));
  }

  add(group: GroupRecord): void {
    this.#groups.set(group.id, group);
  }

  all(): GroupRecord[] {
    return [...this.#groups.values()];
  }

  find(id: string): GroupRecord | undefined {
    return this.#groups.get(id);
  }

  get(id: string): GroupRecord {
    const group = this.find(id);
    if (!group) throw new GroupUnknown(id);
    return group;
  }

  byInviteCode(code: string): GroupRecord {
    const group = this.all().find(({ inviteCode }) => inviteCode === code);
    if (!group) throw new InviteUnknown(code);
    return group;
  }

  /** The groups that somebody is in. */
  of(number: string): GroupRecord[] {
    return this.all().filter((group) => isMember(group, number));
  }
}
