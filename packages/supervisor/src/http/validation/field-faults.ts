import type { TSchema } from 'typebox';
import type { TLocalizedValidationError } from 'typebox/error';

/** One field of a request that is missing or wrong. */
export interface FieldFault {
  /** Where it is: `body/to`, `query/limit`. */
  readonly path: string;
  /** Completes a sentence that begins with the path. */
  readonly message: string;
}

/** The faults of a part of a request, one a field, the nearest to the root first. */
export function fieldFaults(part: string, schema: TSchema, errors: readonly TLocalizedValidationError[]): FieldFault[] {
  const faults = new Map<string, string>();
  for (const error of errors) {
    for (const [place, message] of describe(schema, error)) {
      const path = printable(part + place);
      // The first error of a union is about its first member only: the schema's own words say more.
      if (!faults.has(path)) faults.set(path, message);
    }
  }
  return [...faults].map(([path, message]) => ({ path, message }));
}

/** The sentence for the whole request. */
export function faultSentence(faults: readonly FieldFault[]): string {
  const [first, ...others] = faults;
  if (first === undefined) return 'The request does not fit its schema.';
  const more = others.length === 0 ? '' : ` (and ${others.length} more in "errors")`;
  return `"${first.path}" ${first.message}${more}.`;
}

function describe(root: TSchema, error: TLocalizedValidationError): [place: string, message: string][] {
  const at = error.instancePath;
  if (error.keyword === 'required') return error.params.requiredProperties.map((name) => [`${at}/${name}`, 'is missing']);
  if (error.keyword === 'additionalProperties')
    return error.params.additionalProperties.map((name) => [`${at}/${name}`, 'is not known here']);
  if (error.keyword === 'boolean') return [[at, 'is not known here']];
  const wanted = schemaAt(root, at);
  return [[at, wanted === undefined ? error.message : `must be ${wordsFor(wanted)}`]];
}

/** The schema of a field, or undefined inside a union or list, where several may apply. */
function schemaAt(root: TSchema, instancePath: string): object | undefined {
  let schema: unknown = root;
  for (const name of instancePath.split('/').slice(1)) {
    const properties = property(schema, 'properties');
    schema =
      typeof properties === 'object' && properties !== null && Object.hasOwn(properties, name) ? property(properties, name) : undefined;
  }
  return typeof schema === 'object' && schema !== null ? schema : undefined;
}

/** A schema in words: "a text of 1 to 128 characters (A phone number …) or null". */
function wordsFor(schema: object): string {
  const members = property(schema, 'anyOf');
  const description = property(schema, 'description');
  const note = typeof description === 'string' && property(schema, 'pattern') !== undefined ? `: ${description.replace(/\.$/, '')}` : '';
  if (Array.isArray(members)) return members.map((member: object) => wordsFor(member)).join(' or ');
  const values = property(schema, 'enum');
  if (Array.isArray(values)) return `one of ${values.join(', ')}`;
  if (property(schema, 'const') !== undefined) return `"${String(property(schema, 'const'))}"`;
  switch (property(schema, 'type')) {
    case 'string':
      return `a text${lengthWords(schema)}${formatWords(schema)}${note}`;
    case 'integer':
      return `an integer${rangeWords(schema)}`;
    case 'number':
      return `a number${rangeWords(schema)}`;
    case 'boolean':
      return 'true or false';
    case 'null':
      return 'null';
    case 'array':
      return 'a list';
    default:
      return 'a JSON object';
  }
}

function lengthWords(schema: object): string {
  const minimum = property(schema, 'minLength');
  const maximum = property(schema, 'maxLength');
  if (typeof maximum === 'number') return ` of ${typeof minimum === 'number' ? minimum : 0} to ${maximum} characters`;
  return typeof minimum === 'number' ? ` of at least ${minimum} characters` : '';
}

function formatWords(schema: object): string {
  return property(schema, 'format') === 'uri' ? ' that is a URL' : '';
}

function rangeWords(schema: object): string {
  const minimum = property(schema, 'minimum');
  const maximum = property(schema, 'maximum');
  if (typeof minimum === 'number' && typeof maximum === 'number') return ` from ${minimum} to ${maximum}`;
  return typeof minimum === 'number' ? ` of at least ${minimum}` : '';
}

function property(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}

/** A path may hold names that the caller made up. */
function printable(path: string): string {
  return path.replaceAll(/[^\x21-\x7e]/g, '?').slice(0, 200);
}
