import { randomBytes, randomInt } from 'node:crypto';
import { EventEmitter } from 'node:events';
import { ChannelForbidden, ChannelUnknown } from '../simulator-errors.ts';
import { type ChannelPost, type ChannelRecord, channelRole, type ChannelRole } from './channel-record.ts';

/** What can be changed of a channel. */
export type ChannelChange = { name?: string; description?: string; reactions?: number };

type NewPost = { body: string; type?: string; postId?: string; attributes?: Record<string, unknown> };
type Events = { changed: [ChannelRecord]; posted: [ChannelRecord, ChannelPost]; removed: [ChannelRecord] };
type Options = { channels?: ChannelRecord[]; changed: () => void; now?: () => number };

/** The only one that makes channels and changes them. Every method throws ChannelUnknown, ChannelForbidden. */
export class ChannelDesk extends EventEmitter<Events> {
  readonly #channels: Map<string, ChannelRecord>;
  readonly #changed: () => void;
  readonly #now: () => number;

  constructor({ channels = [], changed, now = Date.now }: Options) {
    super();
    this.#channels = new Map(channels.map((channel) => [channel.id, channel]));
    this.#changed = changed;
    this.#now = now;
  }

  all(): ChannelRecord[] {
    return [...this.#channels.values()];
  }

  get(id: string): ChannelRecord {
    const channel = this.#channels.get(id);
    if (!channel) throw new ChannelUnknown(id);
    return channel;
  }

  byInviteCode(code: string): ChannelRecord {
    const channel = this.all().find(({ inviteCode }) => inviteCode === code);
    if (!channel) throw new ChannelUnknown(code);
    return channel;
  }

  /** Those that somebody owns, helps to run, or follows. */
  of(number: string): ChannelRecord[] {
    return this.all().filter((channel) => channelRole(channel, number) !== 'guest');
  }

  create(owner: string, name: string, description = ''): ChannelRecord {
    const channel: ChannelRecord = {
      id: `120363${String(randomInt(0, 1_000_000_000_000)).padStart(12, '0')}@newsletter`,
      ...{ name, description, owner },
      createdAt: this.#seconds(),
      inviteCode: randomBytes(16).toString('base64url'),
      ...{ admins: [], subscribers: [], invited: [], muted: [], reactions: 0, posts: [] },
    };
    this.#channels.set(channel.id, channel);
    this.#tell(channel);
    return channel;
  }

  edit(by: string, id: string, change: ChannelChange): void {
    this.#tell(Object.assign(this.#as(by, id, 'owner', 'admin'), change));
  }

  remove(by: string, id: string): void {
    const channel = this.#as(by, id, 'owner');
    this.#channels.delete(id);
    this.#changed();
    this.emit('removed', channel);
  }

  post(by: string, id: string, { body, type = 'chat', postId, attributes }: NewPost): ChannelPost {
    const channel = this.#as(by, id, 'owner', 'admin');
    const serverId = (channel.posts.at(-1)?.serverId ?? 100) + 1;
    const known = { id: postId ?? randomBytes(10).toString('hex').toUpperCase(), serverId, by, body, type, t: this.#seconds() };
    const post = { ...known, ...(attributes === undefined ? {} : { attributes }) };
    channel.posts.push(post);
    this.#changed();
    this.emit('posted', channel, post);
    return post;
  }

  /** Somebody has read it. */
  seen(number: string, id: string): void {
    const channel = this.#as(number, id, 'owner', 'admin', 'subscriber');
    channel.readBy = { ...channel.readBy, [number]: channel.posts.at(-1)?.serverId ?? 0 };
    this.#changed();
  }

  /** Somebody follows; whoever does already stays what they are. */
  subscribe(number: string, id: string): void {
    const channel = this.get(id);
    if (channelRole(channel, number) === 'guest') channel.subscribers.push(number);
    this.#tell(channel);
  }

  unsubscribe(number: string, id: string): void {
    const channel = this.#as(number, id, 'admin', 'subscriber', 'guest');
    channel.subscribers = without(channel.subscribers, number);
    channel.admins = without(channel.admins, number);
    this.#tell(channel);
  }

  mute(number: string, id: string, muted: boolean): void {
    const channel = this.get(id);
    channel.muted = muted ? [...new Set([...channel.muted, number])] : without(channel.muted, number);
    this.#tell(channel);
  }

  inviteAdmin(by: string, id: string, number: string): void {
    const channel = this.#as(by, id, 'owner');
    channel.invited = [...new Set([...channel.invited, number])];
    this.#tell(channel);
  }

  revokeAdminInvite(by: string, id: string, number: string): void {
    const channel = this.#as(by, id, 'owner');
    if (!channel.invited.includes(number)) throw new ChannelForbidden(by, id, 'nobody of that number was invited');
    channel.invited = without(channel.invited, number);
    this.#tell(channel);
  }

  acceptAdminInvite(number: string, id: string): void {
    const channel = this.get(id);
    if (!channel.invited.includes(number)) throw new ChannelForbidden(number, id, 'it was not invited');
    channel.invited = without(channel.invited, number);
    channel.subscribers = without(channel.subscribers, number);
    channel.admins.push(number);
    this.#tell(channel);
  }

  /** The owner dismisses an admin, or an admin itself. */
  demote(by: string, id: string, number: string): void {
    const channel = this.get(id);
    if (by !== number) this.#as(by, id, 'owner');
    if (!channel.admins.includes(number)) throw new ChannelForbidden(by, id, 'that is no admin');
    channel.admins = without(channel.admins, number);
    channel.subscribers.push(number);
    this.#tell(channel);
  }

  /** To an admin only; who gave it stays an admin. */
  transfer(by: string, id: string, number: string): void {
    const channel = this.#as(by, id, 'owner');
    if (!channel.admins.includes(number)) throw new ChannelForbidden(by, id, 'the new owner has to be an admin');
    channel.admins = [...without(channel.admins, number), by];
    channel.owner = number;
    this.#tell(channel);
  }

  #as(number: string, id: string, ...roles: ChannelRole[]): ChannelRecord {
    const channel = this.get(id);
    const role = channelRole(channel, number);
    if (!roles.includes(role)) throw new ChannelForbidden(number, id, `it is ${role}`);
    return channel;
  }

  #tell(channel: ChannelRecord): void {
    this.#changed();
    this.emit('changed', channel);
  }

  #seconds(): number {
    return Math.floor(this.#now() / 1000);
  }
}

function without(numbers: readonly string[], number: string): string[] {
  return numbers.filter((other) => other !== number);
}
