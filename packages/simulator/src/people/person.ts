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

/** What is known of an account besides its number and name. */
export const Person = Type.Object({
  about: Type.String(),
  /** Numbers that it has blocked. */
  blocked: Type.Array(Type.String()),
  business: Type.Union([Business, Type.Null()]),
});
export type Person = Static<typeof Person>;
