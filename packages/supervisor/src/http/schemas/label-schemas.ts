import Type from 'typebox';
import { LabelData } from '@whatsapp-service/shared/ipc/label-data.ts';
import { LabelId } from '@whatsapp-service/shared/ipc/methods/label-methods.ts';
import { nullable, ref, SessionPath } from './schema-parts.ts';

const closed = { additionalProperties: false };
const labelExample = { label_id: '1', name: 'New customer', color: '#ff9485' };

/** The path that names a label. */
export const LabelPath = Type.Object({ ...SessionPath.properties, label_id: LabelId });

/** A label. */
export const Label = Type.Object(LabelData.properties, {
  $id: 'Label',
  description: 'A label of a business account.',
  examples: [labelExample],
});

/** Labels. */
export const LabelList = Type.Object(
  { labels: Type.Array(ref(Label)) },
  { $id: 'LabelList', description: 'Labels; none where the account is no business.', examples: [{ labels: [labelExample] }] },
);

/** Which page of a label's chats. */
export const LabelChatsQuery = Type.Object(
  {
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 100, default: 50, description: 'How many at most.' })),
    cursor: Type.Optional(Type.String({ maxLength: 400, description: '`next_cursor` of the page before.' })),
  },
  closed,
);

/** The chats of a label. */
export const LabelChats = Type.Object(
  { label: ref(Label), chat_ids: Type.Array(Type.String()), next_cursor: nullable(Type.String()) },
  {
    $id: 'LabelChats',
    description: 'A page of the chats that have a label, by id.',
    examples: [{ label: labelExample, chat_ids: ['15550000002@c.us'], next_cursor: null }],
  },
);

/** The labels that a chat is to have. */
export const ChatLabelsInput = Type.Object(
  { label_ids: Type.Array(LabelId, { maxItems: 100, uniqueItems: true, description: 'The chat has these then, and no other.' }) },
  { ...closed, examples: [{ label_ids: ['1'] }] },
);
