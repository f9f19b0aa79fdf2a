import Type from 'typebox';
import type { Static, TSchema } from 'typebox';
import { SessionId } from '@whatsapp-service/shared/session/session-id.ts';

/** A time in every answer. */
export const IsoTime = Type.String({ description: 'ISO 8601, UTC.', examples: ['2026-11-23T16:00:00.000Z'] });

/** A schema or null. */
export function nullable<T extends TSchema>(schema: T) {
  return Type.Union([schema, Type.Null()]);
}

/** One of a few words. */
export function oneOf<const Word extends string>(words: readonly Word[], description: string) {
  return Type.Unsafe<Word>({ type: 'string', enum: words, description });
}

/** A reference to a schema that the app knows by its `$id`, typed as that schema. */
export function ref<T extends TSchema>(schema: T & { readonly $id?: string }) {
  return Type.Unsafe<Static<T>>({ $ref: `${schema.$id ?? ''}#` });
}

/** The path of everything below one session. */
export const SessionPath = Type.Object({ session_id: SessionId });
