import Type from 'typebox';
import { pinDurations } from '@whatsapp-service/shared/ipc/methods/message-act-methods.ts';
import { outgoing } from './outgoing-fields.ts';
import { oneOf } from './schema-parts.ts';

const closed = { additionalProperties: false };

/** What to react with. */
export const ReactionInput = Type.Object(
  { emoji: Type.String({ minLength: 1, maxLength: 64, description: 'Exactly one emoji.' }) },
  { ...closed, examples: [{ emoji: '👍' }] },
);

/** The new text of a message. */
export const EditInput = Type.Object(
  {
    text: Type.String({ minLength: 1, maxLength: 65_536, pattern: '\\S', description: 'The whole new text or caption; not only blanks.' }),
  },
  { ...closed, examples: [{ text: 'Your order leaves today.' }] },
);

/** For whom a message is deleted. */
export const DeleteQuery = Type.Object(
  {
    for: oneOf(['everyone', 'me'], 'For `everyone` within WhatsApp’s time for it (some 2 days), or for the account alone (`me`).'),
  },
  closed,
);

/** Where a message is forwarded to, and when. */
export const ForwardInput = Type.Object(outgoing, { ...closed, examples: [{ to: '+15550000003' }] });

/** How long a message is pinned. */
export const PinInput = Type.Object(
  {
    duration_seconds: Type.Unsafe<(typeof pinDurations)[number]>({
      type: 'integer',
      enum: pinDurations,
      description: '24 hours, 7 days or 30 days.',
    }),
  },
  { ...closed, examples: [{ duration_seconds: 604_800 }] },
);

/** What to vote for. */
export const VoteInput = Type.Object(
  {
    options: Type.Array(Type.String({ minLength: 1, maxLength: 255 }), {
      minItems: 1,
      maxItems: 12,
      uniqueItems: true,
      description: "The options' texts; more than one where the poll takes that.",
    }),
  },
  { ...closed, examples: [{ options: ['Tomorrow'] }] },
);
