import type { Static } from 'typebox';
import type { Channel, Client, MessageMedia as MessageMediaType } from 'whatsapp-web.js';
import type { ChannelData, ChannelSubscriber } from '@whatsapp-service/shared/ipc/channel-data.ts';
import type { ChannelChange, ChannelSearch } from '@whatsapp-service/shared/ipc/methods/channel-methods.ts';
import type { PictureFile } from '@whatsapp-service/shared/ipc/picture-file.ts';
import { CallFailed, ChannelRefused, ChannelRole, ChatNotFound, InviteNotFound } from '../../worker-errors.ts';
import { channelDataOf, subscriberOf } from '../channel-data-of.ts';
import type { ChannelsPort } from '../channels-port.ts';
import type { MessagePage } from '../message-reads-port.ts';
import { idOf, listOf, property, textOf } from '../raw-value.ts';
import { channelHistoryScript, channelPageScript } from './channel-scripts.ts';
import { evaluate } from './evaluate.ts';
import { historyPageOf } from './history-page.ts';
import { unlessRefused } from './refusal.ts';
import { setPicture } from './set-picture.ts';

const listedDescription = 1_000;
/** As the library's setReactionSetting() takes them. */
const reactionCodes = { none: 0, basic: 1, all: 2 } as const;
const views = { recommended: 0, trending: 1, popular: 2, new: 3 } as const;

/** The library takes null for "none", and its types do not say so. */
interface Pictured {
  setProfilePicture(media: MessageMediaType | null): Promise<boolean>;
}
type Role = ChannelData['role'];

/** Channels by way of the library, whose silent failures become errors here. */
export class LibraryChannels implements ChannelsPort {
  readonly #client: Client;
  readonly #mediaDir: string;

  /** `mediaDir` is where pictures lie that are to be set. */
  constructor(client: Client, mediaDir: string) {
    this.#client = client;
    this.#mediaDir = mediaDir;
  }

  async list(after: string | null, limit: number): Promise<{ channels: ChannelData[]; next: string | null }> {
    const page = await evaluate(this.#client, channelPageScript(after, limit));
    const channels = listOf(property(page, 'channels'), limit).flatMap((raw) => channelDataOf(raw, listedDescription) ?? []);
    return { channels, next: idOf(property(page, 'next')) };
  }

  async get(channelId: string): Promise<ChannelData> {
    const data = channelDataOf(await this.#channel(channelId));
    if (data === null) throw new ChatNotFound(channelId);
    return data;
  }

  async byInvite(inviteCode: string): Promise<ChannelData> {
    const channel: unknown = await unlessRefused(this.#client.getChannelByInviteCode(inviteCode), () => new InviteNotFound());
    const data = channelDataOf(channel);
    if (data === null) throw new InviteNotFound();
    return data;
  }

  async search({ text, countryCodes, view, skipSubscribed, limit }: Static<typeof ChannelSearch>): Promise<ChannelData[]> {
    const options = {
      searchText: text,
      countryCodes: [...countryCodes],
      skipSubscribedNewsletters: skipSubscribed,
      view: views[view],
      limit,
    };
    const found: unknown = await this.#client.searchChannels(options);
    return listOf(found, limit).flatMap((raw) => channelDataOf(raw, listedDescription) ?? []);
  }

  async create(name: string, description: string): Promise<{ channelId: string; inviteLink: string | null }> {
    const answer: unknown = await this.#client.createChannel(name, description === '' ? {} : { description });
    const channelId = idOf(property(answer, 'nid'));
    if (channelId === null) throw new CallFailed('channel.create', textOf(answer, 300) ?? 'it gave no id of a channel');
    return { channelId, inviteLink: textOf(property(answer, 'inviteLink'), 512) };
  }

  async update(channelId: string, { name, description, reactions }: Static<typeof ChannelChange>): Promise<ChannelData> {
    const channel = await this.#as(channelId, 'owner', 'admin');
    const steps: [what: string, apply: (() => Promise<boolean>) | undefined][] = [
      ['name', name === undefined ? undefined : () => channel.setSubject(name)],
      ['description', description === undefined ? undefined : () => channel.setDescription(description)],
      ['reactions', reactions === undefined ? undefined : () => channel.setReactionSetting(reactionCodes[reactions])],
    ];
    const done: string[] = [];
    for (const [what, apply] of steps) {
      if (apply === undefined) continue;
      const already = done.length === 0 ? '' : ` Already changed: ${done.join(', ')}.`;
      if (!(await apply())) throw new ChannelRefused(`to change ${what}`, channelId, already);
      done.push(what);
    }
    return this.get(channelId);
  }

  async remove(channelId: string): Promise<void> {
    await this.#as(channelId, 'owner');
    assertDone(await this.#client.deleteChannel(channelId), 'to delete it', channelId);
  }

  async setSubscribed(channelId: string, subscribed: boolean): Promise<void> {
    const { role } = await this.get(channelId);
    if ((role !== 'guest') === subscribed) return;
    if (subscribed) return assertDone(await this.#client.subscribeToChannel(channelId), 'to let the account follow', channelId);
    if (role === 'owner') throw new ChannelRole('owner', channelId, 'those who do not own it');
    assertDone(await this.#client.unsubscribeFromChannel(channelId, { deleteLocalModels: true }), 'to let the account go', channelId);
  }

  async setMuted(channelId: string, muted: boolean): Promise<void> {
    const channel = await this.#as(channelId, 'owner', 'admin', 'subscriber');
    assertDone(await (muted ? channel.mute() : channel.unmute()), muted ? 'to mute' : 'to unmute', channelId);
  }

  async messages(channelId: string, limit: number, beforeMessage?: string): Promise<MessagePage> {
    await this.#channel(channelId);
    // Not the library's fetchMessages: that one always begins at the newest post.
    const answer = await evaluate(this.#client, channelHistoryScript(channelId, limit, beforeMessage ?? null));
    return historyPageOf(this.#client, answer, { method: 'channel.messages', limit, beforeMessage });
  }

  async setSeen(channelId: string): Promise<void> {
    await this.#as(channelId, 'owner', 'admin', 'subscriber');
    assertDone(await this.#client.sendSeen(channelId), 'to mark it as read', channelId);
  }

  async setPicture(channelId: string, picture: PictureFile): Promise<void> {
    const channel = await this.#as(channelId, 'owner', 'admin');
    await setPicture(this.#mediaDir, picture, async (media) => channel.setProfilePicture(media));
  }

  async removePicture(channelId: string): Promise<void> {
    const channel = await this.#as(channelId, 'owner', 'admin');
    const pictured: Pictured = channel;
    assertDone(await pictured.setProfilePicture(null), 'to take the picture away', channelId);
  }

  async subscribers(channelId: string, limit: number): Promise<ChannelSubscriber[]> {
    const channel = await this.#as(channelId, 'owner', 'admin');
    const found: unknown = await channel.getSubscribers(limit);
    return listOf(found, limit).flatMap(subscriberOf);
  }

  async inviteAdmin(channelId: string, person: string, comment: string): Promise<void> {
    await this.#as(channelId, 'owner');
    assertDone(await this.#client.sendChannelAdminInvite(person, channelId, { comment }), 'to invite an admin', channelId);
  }

  async revokeAdminInvite(channelId: string, person: string): Promise<void> {
    await this.#as(channelId, 'owner');
    assertDone(await this.#client.revokeChannelAdminInvite(channelId, person), 'to revoke the invitation', channelId);
  }

  async acceptAdminInvite(channelId: string): Promise<void> {
    await this.get(channelId);
    if (!(await this.#client.acceptChannelAdminInvite(channelId))) throw new InviteNotFound();
  }

  async demoteAdmin(channelId: string, person: string): Promise<void> {
    await this.#as(channelId, 'owner', 'admin');
    assertDone(await this.#client.demoteChannelAdmin(channelId, person), 'to dismiss the admin', channelId);
  }

  async transfer(channelId: string, newOwner: string, dismissSelf: boolean): Promise<void> {
    await this.#as(channelId, 'owner');
    // The library says false also where it gave the channel away and could not dismiss the account as an admin.
    const done = await this.#client.transferChannelOwnership(channelId, newOwner, { shouldDismissSelfAsAdmin: dismissSelf });
    const isGiven = !done && (await this.get(channelId)).role !== 'owner';
    assertDone(done, 'to change its owner', channelId, isGiven ? ' It has its new owner all the same; the account stays an admin.' : '');
  }

  async #channel(channelId: string): Promise<Channel> {
    const chat: unknown = await unlessRefused(this.#client.getChatById(channelId), () => new ChatNotFound(channelId));
    if (!isChannel(chat)) throw new ChatNotFound(channelId);
    return chat;
  }

  async #as(channelId: string, ...roles: Role[]): Promise<Channel> {
    const channel = await this.#channel(channelId);
    const role = channelDataOf(channel)?.role ?? 'guest';
    if (!roles.includes(role)) throw new ChannelRole(role, channelId, roles.join(', '));
    return channel;
  }
}

function isChannel(chat: unknown): chat is Channel {
  return property(chat, 'isChannel') === true;
}

function assertDone(done: boolean, what: string, channelId: string, detail = ''): void {
  if (!done) throw new ChannelRefused(what, channelId, detail);
}
