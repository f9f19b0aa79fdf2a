import Type from 'typebox';
import type { Static } from 'typebox';

const id = Type.String({ minLength: 1, maxLength: 256 });
const time = Type.String({ description: 'ISO 8601, UTC.' });
const Reached = Type.Array(Type.Object({ contact_id: id, time }), { maxItems: 2_000 });
const remaining = Type.Integer({ minimum: 0, description: 'How many more it is to come to; with one person 1 or 0.' });

/** How far a message of the account got, and with whom. */
export const DeliveryInfo = Type.Object({
  delivered: Reached,
  delivery_remaining: remaining,
  read: Reached,
  read_remaining: remaining,
  played: Reached,
  played_remaining: remaining,
});
export type DeliveryInfo = Static<typeof DeliveryInfo>;

/** Who reacted to a message, and with what. */
export const MessageReactions = Type.Array(
  Type.Object({ emoji: Type.String({ maxLength: 64 }), sender: id, time: Type.Union([time, Type.Null()]) }),
  { maxItems: 2_000 },
);
export type MessageReactions = Static<typeof MessageReactions>;

/** Who chose what in a poll; who took the vote back is in it without options. */
export const PollVotes = Type.Array(
  Type.Object({ voter: id, options: Type.Array(Type.String({ maxLength: 255 }), { maxItems: 20 }), time: Type.Union([time, Type.Null()]) }),
  { maxItems: 2_000 },
);
export type PollVotes = Static<typeof PollVotes>;

const price = Type.Union([Type.String({ maxLength: 64 }), Type.Null()], {
  description: 'As WhatsApp gives it: in thousandths of the currency.',
});
const currency = Type.Union([Type.String({ maxLength: 16 }), Type.Null()]);

/** What an order is about. */
export const OrderDetails = Type.Object({
  products: Type.Array(
    Type.Object({
      product_id: id,
      name: Type.String({ maxLength: 1_000 }),
      quantity: Type.Union([Type.Integer({ minimum: 0 }), Type.Null()]),
      price,
      currency,
    }),
    { maxItems: 200 },
  ),
  subtotal: price,
  total: price,
  currency,
  created_at: Type.Union([time, Type.Null()]),
});
export type OrderDetails = Static<typeof OrderDetails>;
