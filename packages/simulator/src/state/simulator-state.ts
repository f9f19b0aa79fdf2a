import { ChannelRecord } from '../channels/channel-record.ts';
import Type, { type Static, type TSchema } from 'typebox';
import { Person } from '../people/person.ts';
import { Picture } from '../people/picture-store.ts';

const UnknownRecord = Type.Record(Type.String(), Type.Unknown());

const Pending = Type.Union([
  Type.Object({ kind: Type.Literal('message'), sequence: Type.Number(), messageId: Type.String() }),
  Type.Object({
    kind: Type.Literal('ack'),
    sequence: Type.Number(),
    messageId: Type.String(),
    ack: Type.Number(),
    knownAck: Type.Number(),
  }),
  Type.Object({ kind: Type.Literal('reaction'), sequence: Type.Number(), messageId: Type.String(), sender: Type.String() }),
  Type.Object({ kind: Type.Literal('amended'), sequence: Type.Number(), messageId: Type.String() }),
  Type.Object({ kind: Type.Literal('vote'), sequence: Type.Number(), messageId: Type.String(), sender: Type.String() }),
]);

const Device = Type.Object({
  id: Type.String(),
  number: Type.String(),
  localHash: Type.String(),
  databaseHash: Type.String(),
  browser: Type.Object({ os: Type.String(), name: Type.String() }),
  linkedAt: Type.String(),
  nextSequence: Type.Number(),
  pending: Type.Array(Pending),
});

const Account = Type.Object({
  number: Type.String(),
  lid: Type.String(),
  name: Type.String(),
  platform: Type.String(),
  online: Type.Boolean(),
  banned: Type.Boolean(),
  inviteOnly: Type.Optional(Type.Boolean()),
  nextDevice: Type.Number(),
  contacts: Type.Array(Type.Object({ number: Type.String(), name: Type.String() })),
  devices: Type.Array(Device),
});

const Ack = Type.Union([Type.Literal(0), Type.Literal(1), Type.Literal(2), Type.Literal(3)]);

const Message = Type.Object({
  id: Type.String(),
  from: Type.String(),
  to: Type.String(),
  body: Type.String(),
  t: Type.Number(),
  ack: Ack,
  sentBy: Type.String(),
  attributes: UnknownRecord,
  reactions: Type.Record(Type.String(), Type.String()),
  receipts: Type.Optional(Type.Record(Type.String(), Ack)),
  editedAt: Type.Optional(Type.Number()),
  revokedBy: Type.Optional(Type.String()),
  hiddenFrom: Type.Optional(Type.Array(Type.String())),
  starredBy: Type.Optional(Type.Array(Type.String())),
  pinned: Type.Optional(Type.Object({ by: Type.String(), at: Type.Number(), until: Type.Number() })),
  votes: Type.Optional(Type.Record(Type.String(), Type.Object({ options: Type.Array(Type.Number()), at: Type.Number() }))),
  eventReplies: Type.Optional(Type.Record(Type.String(), Type.Number())),
  reached: Type.Optional(
    Type.Record(Type.String(), Type.Object({ delivered: Type.Optional(Type.Number()), read: Type.Optional(Type.Number()) })),
  ),
});

const Text = Type.Object({ text: Type.String(), by: Type.String(), t: Type.Number(), id: Type.String() });
const nullable = <S extends TSchema>(schema: S) => Type.Union([schema, Type.Null()]);
const Rank = Type.Union([Type.Literal('member'), Type.Literal('admin'), Type.Literal('superadmin')]);
const Method = Type.Union([Type.Literal('InviteLink'), Type.Literal('NonAdminAdd')]);

const Group = Type.Object({
  id: Type.String(),
  owner: Type.String(),
  createdAt: Type.Number(),
  addressing: Type.Union([Type.Literal('pn'), Type.Literal('lid')]),
  announce: Type.Boolean(),
  restrict: Type.Boolean(),
  membersAdd: Type.Boolean(),
  approval: Type.Boolean(),
  subject: Text,
  description: nullable(Text),
  members: Type.Array(Type.Object({ number: Type.String(), rank: Rank })),
  requests: Type.Array(Type.Object({ number: Type.String(), addedBy: Type.String(), method: Method, t: Type.Number() })),
  invites: Type.Array(Type.Object({ number: Type.String(), by: Type.String(), code: Type.String(), expires: Type.Number() })),
  inviteCode: Type.String(),
});

const ChatEntry = Type.Object({
  number: Type.String(),
  chat: Type.String(),
  settings: Type.Object({
    archived: Type.Boolean(),
    pinnedAt: Type.Number(),
    mutedUntil: Type.Number(),
    markedUnread: Type.Boolean(),
    emptied: Type.Boolean(),
  }),
});

/** All that outlives the simulator's process. */
export const SimulatorState = Type.Object({
  version: Type.Literal(1),
  certificate: Type.Object({ cert: Type.String(), key: Type.String() }),
  accounts: Type.Array(Account),
  messages: Type.Array(Message),
  groups: Type.Optional(Type.Array(Group)),
  channels: Type.Optional(Type.Array(ChannelRecord)),
  /** Files of earlier versions have none. */
  chats: Type.Optional(Type.Array(ChatEntry)),
  people: Type.Optional(Type.Record(Type.String(), Person)),
  pictures: Type.Optional(Type.Record(Type.String(), Picture)),
});

/** All that outlives the simulator's process. */
export type SimulatorState = Static<typeof SimulatorState>;
