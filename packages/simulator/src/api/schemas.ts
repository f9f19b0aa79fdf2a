import Type from 'typebox';

const closed = { additionalProperties: false };
const Number = Type.String({ pattern: String.raw`^\+?\d{5,15}$`, description: 'Digits, with or without a leading plus.' });

export const NumberParams = Type.Object({ number: Number });
export const DeviceParams = Type.Object({ number: Number, id: Type.String() });

export const NewPhone = Type.Object(
  {
    number: Number,
    name: Type.String({ minLength: 1, maxLength: 100 }),
    platform: Type.Optional(Type.Union(['android', 'iphone', 'smba', 'smbi'].map((platform) => Type.Literal(platform)))),
    contacts: Type.Optional(Type.Array(Type.Object({ number: Number, name: Type.String({ minLength: 1 }) }, closed))),
  },
  closed,
);

export const Phone = Type.Object({
  number: Type.String(),
  name: Type.String(),
  online: Type.Boolean(),
  banned: Type.Boolean(),
  devices: Type.Array(Type.String()),
});

export const Device = Type.Object({
  id: Type.String(),
  phone: Type.String(),
  browser: Type.String(),
  linkedAt: Type.String(),
  connected: Type.Boolean(),
  pending: Type.Integer({ description: 'What waits for it.' }),
  pageLoads: Type.Integer({ description: 'Since the simulator was started.' }),
  connects: Type.Integer({ description: 'Since the simulator was started.' }),
});

export const Message = Type.Object({
  id: Type.String(),
  from: Type.String(),
  to: Type.String(),
  body: Type.String(),
  t: Type.Integer({ description: 'Seconds since 1970.' }),
  ack: Type.Integer({ description: '1 with the server, 2 delivered, 3 read.' }),
  sentBy: Type.String({ description: 'A device, or "phone".' }),
  attributes: Type.Record(Type.String(), Type.Unknown(), {
    description: 'What its kind has besides: caption, mimetype, filename, size, …',
  }),
  reactions: Type.Record(Type.String(), Type.String()),
});

export const MediaMessage = Type.Object(
  {
    to: Type.String({ maxLength: 100 }),
    type: Type.Union(['image', 'video', 'audio', 'ptt', 'document', 'sticker'].map((type) => Type.Literal(type))),
    mimetype: Type.String({ minLength: 1, maxLength: 200 }),
    base64: Type.String({ minLength: 1, description: 'The bytes.' }),
    caption: Type.Optional(Type.String({ maxLength: 65_536 })),
    filename: Type.Optional(Type.String({ maxLength: 1_000 })),
    isGif: Type.Optional(Type.Boolean()),
    isViewOnce: Type.Optional(Type.Boolean()),
    duration: Type.Optional(Type.Integer({ minimum: 0, description: 'Seconds.' })),
    width: Type.Optional(Type.Integer({ minimum: 1 })),
    height: Type.Optional(Type.Integer({ minimum: 1 })),
  },
  closed,
);
export const Bytes = Type.Unsafe<Buffer>({ type: 'string', format: 'binary' });

export const Scan = Type.Object({ qr: Type.String({ minLength: 1, maxLength: 2_000 }) }, closed);
export const PairingCode = Type.Object({ code: Type.String({ minLength: 1, maxLength: 50 }) }, closed);
export const Linked = Type.Object({ device: Type.String() });
export const Text = Type.Object({ to: Type.String({ maxLength: 100 }), text: Type.String({ minLength: 1, maxLength: 65_536 }) }, closed);
export const InChat = Type.Object({ chat: Type.String({ maxLength: 100 }) }, closed);
export const ChatQuery = Type.Object({ chat: Type.Optional(Type.String({ maxLength: 100 })) }, closed);
export const Reaction = Type.Object({ messageId: Type.String(), text: Type.String({ maxLength: 20 }) }, closed);

export const MessageParams = Type.Object({ number: Number, id: Type.String({ maxLength: 100 }) });
export const NewText = Type.Object({ text: Type.String({ minLength: 1, maxLength: 65_536 }) }, closed);
export const DeleteFor = Type.Object({ for: Type.Union([Type.Literal('everyone'), Type.Literal('me')]) }, closed);
export const Vote = Type.Object({ options: Type.Array(Type.Integer(), { description: 'Local ids; none take the vote back.' }) }, closed);

const ChatSettings = Type.Object(
  {
    archived: Type.Boolean(),
    pinnedAt: Type.Integer({ description: 'Seconds since 1970; 0 is not pinned.' }),
    mutedUntil: Type.Integer({ description: 'Seconds since 1970; 0 is not muted, -1 for ever.' }),
    markedUnread: Type.Boolean(),
  },
  closed,
);

export const ChatParams = Type.Object({ number: Number, chat: Type.String({ maxLength: 100 }) });
export const ChatChange = Type.Partial(ChatSettings, closed);
export const Chat = Type.Object({ ...ChatSettings.properties, chatstate: Type.String({ description: 'composing, recording or paused' }) });

export const Scope = Type.Object(
  {
    phone: Type.Optional(Type.String({ pattern: String.raw`^\d{5,15}$` })),
    device: Type.Optional(Type.String({ pattern: String.raw`^\d{5,15}:\d+$` })),
  },
  closed,
);

const DurationMs = Type.Integer({ minimum: 0, maximum: 86_400_000 });
const WindowMs = Type.Integer({ minimum: 0 });

const Faults = Type.Object(
  {
    syncDelayMs: DurationMs,
    sendDelayMs: DurationMs,
    htmlNeverArrives: Type.Boolean(),
    scriptNeverArrives: Type.Boolean(),
    connectionDown: Type.Boolean(),
    loginNeverCompletes: Type.Boolean(),
    syncNeverCompletes: Type.Boolean(),
    qrNeverComes: Type.Boolean(),
    pageHang: Type.Boolean(),
    missingModules: Type.Array(Type.String()),
    offlineDelivery: Type.Union([Type.Literal('before'), Type.Literal('after')]),
    removedDevice: Type.Union([Type.Literal('stay'), Type.Literal('reload')]),
    ignoredRequests: Type.Array(Type.String()),
    editWindowMs: WindowMs,
    revokeWindowMs: WindowMs,
    logoutNavigatesFirst: Type.Boolean(),
  },
  closed,
);

export const FaultSettings = Type.Object({ faults: Type.Partial(Faults, closed), scope: Type.Optional(Scope) }, closed);
export const FaultList = Type.Object({
  entries: Type.Array(Type.Object({ scope: Scope, faults: Type.Partial(Faults) })),
});

export const ScopeBody = Type.Object({ scope: Type.Optional(Scope) }, closed);
export const LastingBody = Type.Object({ durationMs: DurationMs, scope: Type.Optional(Scope) }, closed);
export const Nothing = Type.Null();

export const SinceQuery = Type.Object({ sinceMs: Type.Optional(Type.Number({ description: 'Milliseconds since the epoch.' })) }, closed);
export const ConnectionList = Type.Object({
  connections: Type.Array(
    Type.Object({
      phone: Type.Union([Type.String(), Type.Null()]),
      device: Type.Union([Type.String(), Type.Null()]),
      connectedAt: Type.String(),
      longestBeatGapMs: Type.Union([Type.Number(), Type.Null()]),
    }),
  ),
  closed: Type.Integer({ description: 'How many connections of linked devices have closed since the start.' }),
});

export const Health = Type.Object({
  status: Type.Literal('ok'),
  chromiumArgs: Type.Array(Type.String()),
  phones: Type.Integer(),
  devices: Type.Integer(),
  connections: Type.Integer(),
});
