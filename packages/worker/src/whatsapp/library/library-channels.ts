import type { Static } from 'typebox';
import type { Channel, Client } from 'whatsapp-web.js';
import type { ChannelData, ChannelSubscriber } from '@whatsapp-service/shared/ipc/channel-data.ts';
import type { MessageData } from '@whatsapp-service/shared/ipc/message-data.ts';
import type { ChannelChange, ChannelSearch } from '@whatsapp-service/shared/ipc/methods/channel-methods.ts';
import { CallFailed, ChannelRefused, ChannelRole, ChatNotFound, InviteNotFound } from '../../worker-errors.ts';
import { channelDataOf, subscriberOf } from '../channel-data-of.ts';
import type { ChannelsPort } from '../channels-port.ts';
import { messageDataOf } from '../message-data-of.ts';
import { pageThatFits } from '../page-that-fits.ts';
import { idOf, listOf, property, textOf } from '../raw-value.ts';
import { channelPageScript } from './channel-scripts.ts';
import { evaluate } from './evaluate.ts';
import { unlessRefused } from './refusal.ts';

const listedDescription = 1_000;
/** As the library's setReactionSetting() takes them. */
const reactionCodes = { none: 0, basic: 1, all: 2 } as const;
const views = { recommended: 0, trending: 1, popular: 2, new: 3 } as const;

type Role = ChannelData['role'];

/** Channels by way of the library, whose silent failures become errors here. */
export class LibraryChannels implements ChannelsPort {
  readonly #client: Client;

  constructor(client: Client) {
    this.#client = client;
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

  async messages(channelId: string, limit: number): Promise<MessageData[]> {
    const channel = await this.#channel(channelId);
    const messages = await channel.fetchMessages({ limit });
    return pageThatFits(
      messages
        .slice(-limit)
        .toReversed()
        .map((message) => messageDataOf(message)),
    );
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
