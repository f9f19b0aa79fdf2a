import Type, { type Static } from 'typebox';

/** What a business says of itself. */
export const Business = Type.Object({
  description: Type.Optional(Type.String()),
  category: Type.Optional(Type.String()),
  address: Type.Optional(Type.String()),
  email: Type.Optional(Type.String()),
  websites: Type.Optional(Type.Array(Type.String())),
});
export type Business = Static<typeof Business>;

/** A label of a business account, and the chats that have it: numbers, and groups' ids. */
export const Label = Type.Object({ id: Type.String(), name: Type.String(), color: Type.String(), chats: Type.Array(Type.String()) });
export type Label = Static<typeof Label>;

/** What a business has noted of a customer. Times are milliseconds since the epoch. */
const Note = Type.Object({ id: Type.String(), content: Type.String(), createdAt: Type.Number(), modifiedAt: Type.Number() });

/** What is known of an account besides its number and name. */
export const Person = Type.Object({
  about: Type.String(),
  /** Numbers that it has blocked. */
  blocked: Type.Array(Type.String()),
  business: Type.Union([Business, Type.Null()]),
  labels: Type.Array(Label),
  /** By the customer's number. */
  notes: Type.Record(Type.String(), Note),
});
export type Person = Static<typeof Person>;
