import Type from 'typebox';
import type { Static } from 'typebox';

const id = Type.String({ minLength: 1, maxLength: 256 });
const count = Type.Integer({ minimum: 0 });

function orNull<T extends Type.TSchema>(schema: T, description?: string) {
  return Type.Union([schema, Type.Null()], description === undefined ? {} : { description });
}
const iso = 'ISO 8601, UTC.';
const amount = { description: 'In thousandths of the currency: 1,000 is one whole.' };

/** What only few messages have beside their text. */
export const MessageExtras = Type.Object({
  forwarding_score: Type.Optional(
    Type.Integer({ minimum: 1, maximum: 127, description: 'How often it was forwarded; 127 is the most that WhatsApp counts.' }),
  ),
  disappears: Type.Optional(Type.Literal(true, { description: 'WhatsApp deletes it after a while.' })),
  disappears_after_seconds: Type.Optional(Type.Integer({ minimum: 1, description: 'After how long, where WhatsApp Web says so.' })),
  links: Type.Optional(
    Type.Array(Type.Object({ url: Type.String({ maxLength: 1_000 }), suspicious: Type.Boolean() }), {
      maxItems: 20,
      description: 'Links in its text; suspicious are those with characters that look like others.',
    }),
  ),
  group_mentions: Type.Optional(
    Type.Array(Type.Object({ group_id: id, subject: Type.String({ maxLength: 256 }) }), {
      maxItems: 20,
      description: 'Groups that are mentioned in it.',
    }),
  ),
  quoted: Type.Optional(
    Type.Object(
      { author: orNull(id), type: Type.String({ maxLength: 64 }), text: Type.String({ maxLength: 2_000 }) },
      { description: 'What it answers to; the whole of it is at …/quoted-message.' },
    ),
  ),
  group_invite: Type.Optional(
    Type.Object({
      group_id: orNull(id),
      group_name: orNull(Type.String({ maxLength: 256 })),
      code: Type.String({ maxLength: 128 }),
      expires_at: orNull(Type.String(), iso),
    }),
  ),
  order: Type.Optional(
    Type.Object(
      { order_id: id, title: orNull(Type.String({ maxLength: 1_000 })), item_count: orNull(count), seller: orNull(id) },
      { description: 'What it is about is at …/order.' },
    ),
  ),
  product: Type.Optional(
    Type.Object({
      product_id: id,
      title: orNull(Type.String({ maxLength: 1_000 })),
      description: orNull(Type.String({ maxLength: 4_000 })),
      seller: orNull(id),
    }),
  ),
  payment: Type.Optional(
    Type.Object({
      currency: orNull(Type.String({ maxLength: 16 })),
      amount_1000: orNull(count, amount.description),
      receiver: orNull(id),
      time: orNull(Type.String(), iso),
      status: orNull(
        count,
        'WhatsApp’s number for it: 1 processing, 2 sent, 3 to be accepted, 4 complete, 5 failed, 6 refunded, 7 expired, 8 rejected, 9 cancelled.',
      ),
      note: orNull(Type.String({ maxLength: 4_000 })),
    }),
  ),
  call: Type.Optional(
    Type.Object(
      { video: Type.Boolean(), outcome: orNull(Type.String({ maxLength: 64 }), 'In WhatsApp’s words.'), duration_seconds: orNull(count) },
      { description: 'The call that this entry of the chat tells of.' },
    ),
  ),
  notice: Type.Optional(
    Type.Object(
      { kind: Type.String({ maxLength: 64 }), action: orNull(Type.String({ maxLength: 64 }), 'What happened, in WhatsApp’s words.') },
      { description: 'Nobody wrote it: WhatsApp tells that something happened.' },
    ),
  ),
});
export type MessageExtras = Static<typeof MessageExtras>;
