import Type from 'typebox';
import { ChatAddress } from '../../session/chat-address.ts';
import { LabelData } from '../label-data.ts';
import type { Side } from '../side.ts';

const timeoutMs = 30_000;
const id = Type.String({ minLength: 1, maxLength: 256 });
const Labels = Type.Object({ labels: Type.Array(LabelData, { maxItems: 200 }) });

/** Schema of a label's id. */
export const LabelId = Type.String({ pattern: '^[0-9A-Za-z_-]{1,64}$' });

/** What a worker does with the labels of a business account. An unknown one is refused by WRK_LABEL_NOT_FOUND. */
export const labelMethods = {
  'label.list': { params: Type.Object({}), result: Labels, timeoutMs },
  /** The label, and its chats after an id, by id; `next` is the id to go on after, or null. */
  'label.chats': {
    params: Type.Object({ labelId: LabelId, after: Type.Union([id, Type.Null()]), limit: Type.Integer({ minimum: 1, maximum: 100 }) }),
    result: Type.Object({ label: LabelData, chatIds: Type.Array(id, { maxItems: 100 }), next: Type.Union([id, Type.Null()]) }),
    timeoutMs,
  },
  'label.of_chat': { params: Type.Object({ chatId: ChatAddress }), result: Labels, timeoutMs },
  /** The chat has these labels then, and no other. */
  'label.set_of_chat': {
    params: Type.Object({ chatId: ChatAddress, labelIds: Type.Array(LabelId, { maxItems: 100 }) }),
    result: Labels,
    timeoutMs,
  },
} as const satisfies Side['methods'];
