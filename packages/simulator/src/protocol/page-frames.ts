import Type, { type Static } from 'typebox';

const Credentials = Type.Object({
  deviceId: Type.String(),
  localSecret: Type.String(),
  databaseSecret: Type.String(),
});

const LinkKeys = Type.Object({
  noise: Type.String(),
  identity: Type.String(),
  advSecret: Type.String(),
  platform: Type.String(),
});

const Browser = Type.Object({ os: Type.String(), name: Type.String() });

/** What a page may say to the server, one JSON text a frame. */
export const PageFrame = Type.Union([
  Type.Object({
    kind: Type.Literal('hello'),
    credentials: Type.Union([Credentials, Type.Null()]),
    keys: LinkKeys,
  }),
  Type.Object({ kind: Type.Literal('stored'), browser: Browser }),
  Type.Object({ kind: Type.Literal('listening') }),
  /** The page's script runs. */
  Type.Object({ kind: Type.Literal('beat') }),
  Type.Object({ kind: Type.Literal('received'), sequence: Type.Number() }),
  Type.Object({
    kind: Type.Literal('request'),
    id: Type.Number(),
    method: Type.String(),
    params: Type.Record(Type.String(), Type.Unknown()),
  }),
]);

/** A frame from a page. */
export type PageFrame = Static<typeof PageFrame>;
/** The first frame of each connection. */
export type HelloFrame = Extract<PageFrame, { kind: 'hello' }>;
/** A question of the page that waits for one response frame. */
export type RequestFrame = Extract<PageFrame, { kind: 'request' }>;
/** What a linked page keeps: one secret in localStorage, the other in IndexedDB. */
export type Credentials = Static<typeof Credentials>;
/** The public parts that a QR text carries besides its ref. */
export type LinkKeys = Static<typeof LinkKeys>;
/** The browser's name and system, as a phone lists them under "linked devices". */
export type Browser = Static<typeof Browser>;
