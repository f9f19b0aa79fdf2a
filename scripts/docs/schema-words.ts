import type { DocumentSchema } from './open-api-document.ts';

/** A schema's type in a few words, with links to the schemas of the page. */
export function typeWords(schema: DocumentSchema): string {
  if (schema.$ref !== undefined) {
    const name = schema.$ref.split('/').at(-1) ?? '';
    return `[${name}](#${name.toLowerCase()})`;
  }
  if (schema.anyOf !== undefined) return [...new Set(schema.anyOf.map(typeWords))].join(' or ');
  if (schema.enum !== undefined) return schema.enum.map((word) => `\`${word}\``).join(', ');
  if (schema.const !== undefined) return `\`${JSON.stringify(schema.const)}\``;
  if (schema.type === 'array') return `list of ${schema.items === undefined ? 'anything' : typeWords(schema.items)}`;
  return schema.type ?? 'anything';
}

/** One row a field: name, type, meaning; the fields of inner objects follow with their path. */
export function fieldRows(schema: DocumentSchema, prefix = ''): string[][] {
  return Object.entries(schema.properties ?? {}).flatMap(([name, field]) => {
    const isRequired = schema.required?.includes(name) === true;
    const inner = innerObject(field);
    return [
      [`\`${prefix}${name}\`${isRequired ? '' : ' (optional)'}`, typeWords(field), descriptionOf(field)],
      ...(inner === undefined ? [] : fieldRows(inner.schema, `${prefix}${name}${inner.isList ? '[]' : ''}.`)),
    ];
  });
}

function innerObject(field: DocumentSchema): { schema: DocumentSchema; isList: boolean } | undefined {
  const candidates = field.anyOf ?? [field];
  for (const schema of candidates) {
    if (schema.properties !== undefined) return { schema, isList: false };
    if (schema.items?.properties !== undefined) return { schema: schema.items, isList: true };
  }
  return undefined;
}

function descriptionOf(field: DocumentSchema): string {
  return field.description ?? field.anyOf?.find(({ description }) => description !== undefined)?.description ?? '';
}
