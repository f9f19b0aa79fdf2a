import type { TSchema } from 'typebox';
import { LazyValidator } from '@whatsapp-service/shared/validation/lazy-validator.ts';
import { fieldFaults } from './field-faults.ts';
import { RequestFault } from './request-fault.ts';

/** The members of a union that tells them apart by its `discriminator`, by their value; the first is meant where there is none. */
interface Kinds {
  readonly propertyName: string;
  readonly members: ReadonlyMap<string, TSchema>;
}

/** The kinds of a discriminated union, or undefined where a schema is none. */
export function kindsOf(schema: TSchema): Kinds | undefined {
  const propertyName = property(property(schema, 'discriminator'), 'propertyName');
  const anyOf = property(schema, 'anyOf');
  if (typeof propertyName !== 'string' || !Array.isArray(anyOf)) return undefined;
  const members = anyOf.map((member: TSchema) => [
    String(property(property(property(member, 'properties'), propertyName), 'const')),
    member,
  ]) satisfies [string, TSchema][];
  return { propertyName, members: new Map(members) };
}

/** Validates by the member that the value names, so that the faults are about that one alone. */
export function kindValidator({ propertyName, members }: Kinds, part: string) {
  const names = [...members.keys()];
  const validators = new Map([...members].map(([name, schema]) => [name, { schema, validator: new LazyValidator(schema) }]));
  return (value: unknown) => {
    const given = property(value, propertyName) ?? names[0];
    const kind = typeof given === 'string' ? validators.get(given) : undefined;
    if (kind === undefined) {
      return { error: new RequestFault([{ path: `${part}/${propertyName}`, message: `must be one of ${names.join(', ')}` }]) };
    }
    if (kind.validator.Check(value)) return { value };
    return { error: new RequestFault(fieldFaults(part, kind.schema, kind.validator.Errors(value))) };
  };
}

function property(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, name) ? Reflect.get(value, name) : undefined;
}
