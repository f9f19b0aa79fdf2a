import Type from 'typebox';
import type { Static } from 'typebox';

/** A label of a business account in our own words, the same in IPC and HTTP. */
export const LabelData = Type.Object({
  label_id: Type.String({ minLength: 1, maxLength: 64 }),
  name: Type.String({ maxLength: 256 }),
  color: Type.Union([Type.String({ maxLength: 16 }), Type.Null()], { description: '#rrggbb.' }),
});
export type LabelData = Static<typeof LabelData>;
