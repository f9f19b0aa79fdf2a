import Type, { type Static } from 'typebox';

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
  nextDevice: Type.Number(),
  contacts: Type.Array(Type.Object({ number: Type.String(), name: Type.String() })),
  devices: Type.Array(Device),
});

const Message = Type.Object({
  id: Type.String(),
  from: Type.String(),
  to: Type.String(),
  body: Type.String(),
  t: Type.Number(),
  ack: Type.Union([Type.Literal(0), Type.Literal(1), Type.Literal(2), Type.Literal(3)]),
  sentBy: Type.String(),
  attributes: UnknownRecord,
  reactions: Type.Record(Type.String(), Type.String()),
});

/** All that outlives the simulator's process. */
export const SimulatorState = Type.Object({
  version: Type.Literal(1),
  certificate: Type.Object({ cert: Type.String(), key: Type.String() }),
  accounts: Type.Array(Account),
  messages: Type.Array(Message),
});

/** All that outlives the simulator's process. */
export type SimulatorState = Static<typeof SimulatorState>;
