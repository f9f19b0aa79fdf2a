import Type, { type Static, type TSchema } from 'typebox';
import type { AccountStore } from '../accounts/account-store.ts';
import { method, type Methods } from '../connection/request-method.ts';
import type { ChannelDesk } from './channel-desk.ts';
import { type ChannelPost, type ChannelRecord, channelRole } from './channel-record.ts';
import { channelAsSeenBy, postAsSeenBy } from './channel-view.ts';

type Parts = { accounts: AccountStore; channels: ChannelDesk };
type NumberOf = (wid: string) => string;

function by<S extends TSchema>(schema: S, answer: (number: string, params: Static<S>) => unknown): Methods[string] {
  return method(schema, ({ device }, params) => answer(device.number, params));
}

const InChannel = Type.Object({ channel: Type.String() });
const OfPerson = Type.Object({ channel: Type.String(), person: Type.String() });
const Change = Type.Partial(Type.Object({ name: Type.String(), description: Type.String(), reactions: Type.Number() }));
const Post = Type.Object({
  channel: Type.String(),
  id: Type.String(),
  body: Type.String(),
  type: Type.String(),
  attributes: Type.Record(Type.String(), Type.Unknown()),
});
const postsPerPage = 50;

/** What linked pages ask of channels. `numberOf` reads a WhatsApp id. */
export function channelRequests({ accounts, channels }: Parts, numberOf: NumberOf): Methods {
  return {
    channel: by(InChannel, (number, { channel }) => channelAsSeenBy(channels.get(channel), number)),
    channel_by_code: by(Type.Object({ code: Type.String() }), (number, { code }) => channelAsSeenBy(channels.byInviteCode(code), number)),
    channel_search: by(Type.Object({ text: Type.String() }), (number, { text }) =>
      channels
        .all()
        .filter((channel) => channelRole(channel, number) === 'guest' && channel.name.toLowerCase().includes(text.toLowerCase()))
        .map((channel) => channelAsSeenBy(channel, number)),
    ),
    channel_create: by(Type.Object({ name: Type.String(), description: Type.String() }), (number, { name, description }) =>
      channelAsSeenBy(channels.create(number, name, description), number),
    ),
    channel_edit: by(Type.Object({ channel: Type.String(), change: Change }), (number, { channel, change }) =>
      channels.edit(number, channel, change),
    ),
    channel_delete: by(InChannel, (number, { channel }) => channels.remove(number, channel)),
    channel_subscribe: by(InChannel, (number, { channel }) => channels.subscribe(number, channel)),
    channel_unsubscribe: by(InChannel, (number, { channel }) => channels.unsubscribe(number, channel)),
    channel_mute: by(Type.Object({ channel: Type.String(), muted: Type.Boolean() }), (number, { channel, muted }) =>
      channels.mute(number, channel, muted),
    ),
    channel_post: by(Post, (number, { channel, id, ...post }) => channels.post(number, channel, { postId: id, ...post })),
    channel_posts: by(Type.Object({ channel: Type.String(), before: Type.Union([Type.String(), Type.Null()]) }), (number, params) =>
      postsBefore(channels.get(params.channel), params.before).map((post) => postAsSeenBy(post, number)),
    ),
    channel_seen: by(InChannel, (number, { channel }) => channels.seen(number, channel)),
    channel_subscribers: by(InChannel, (number, { channel: id }) => {
      const channel = channels.get(id);
      const book = accounts.get(number).contacts.map((entry) => entry.number);
      return book.map((other) => ({ number: other, role: channelRole(channel, other) })).filter(({ role }) => role !== 'guest');
    }),
    channel_invite_admin: by(OfPerson, (number, { channel, person }) => channels.inviteAdmin(number, channel, numberOf(person))),
    channel_revoke_admin: by(OfPerson, (number, { channel, person }) => channels.revokeAdminInvite(number, channel, numberOf(person))),
    channel_accept_admin: by(InChannel, (number, { channel }) => channels.acceptAdminInvite(number, channel)),
    channel_demote: by(OfPerson, (number, { channel, person }) => channels.demote(number, channel, numberOf(person))),
    channel_transfer: by(OfPerson, (number, { channel, person }) => channels.transfer(number, channel, numberOf(person))),
  };
}

function postsBefore({ posts }: ChannelRecord, before: string | null): ChannelPost[] {
  const found = before === null ? posts.length : posts.findIndex(({ id }) => id === before);
  return posts.slice(Math.max(0, found - postsPerPage), Math.max(0, found));
}
