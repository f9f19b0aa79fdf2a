import Type from 'typebox';
import type { TSchemaOptions } from 'typebox';

/** What a setting's row says besides its type; docs/configuration.md and .env.example are made of it. */
export interface SettingHints {
  readonly group: string;
  readonly description: string;
  /** Completes "must be …" in the sentence for a bad value. */
  readonly allowed: string;
  /** The default in words, where it is not the schema's own. */
  readonly defaultText?: string;
  /** A value that shows the form, for .env.example. */
  readonly example?: string;
  /** Its value is never shown. */
  readonly secret?: true;
}

type Row<Default> = SettingHints & TSchemaOptions & { readonly default: Default };
type NumberRow = Omit<SettingHints, 'allowed'>;

/** A text with a default. */
export function text(row: Row<string> & { pattern?: string }) {
  return Type.String({ maxLength: 4_096, ...row });
}

/** A text that may be left out. */
export function optionalText(row: SettingHints & { pattern?: string }) {
  return Type.Optional(Type.String({ maxLength: 65_536, ...row }));
}

/** A whole number with a default. */
export function integer(minimum: number, maximum: number, row: NumberRow & { default: number }) {
  return Type.Integer({ minimum, maximum, allowed: integerFrom(minimum, maximum), ...row });
}

/** A whole number that may be left out. */
export function optionalInteger(minimum: number, maximum: number, row: NumberRow) {
  return Type.Optional(Type.Integer({ minimum, maximum, allowed: integerFrom(minimum, maximum), ...row }));
}

/** One of a few words. */
export function choice<Value extends string>(values: readonly Value[], row: Row<NoInfer<Value>>) {
  return Type.Unsafe<Value>({ type: 'string', enum: values, ...row });
}

/** How long something may take, in milliseconds. */
export function deadline(what: string, defaultMs: number) {
  return integer(100, 3_600_000, {
    group: 'Deadlines',
    description: `How long ${what}, in milliseconds.`,
    default: defaultMs,
  });
}

function integerFrom(minimum: number, maximum: number): string {
  return `an integer from ${minimum} to ${maximum}`;
}
