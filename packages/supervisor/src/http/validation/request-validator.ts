import type { FastifySchemaCompiler } from 'fastify';
import type { TSchema } from 'typebox';
import { LazyValidator } from '@whatsapp-service/shared/validation/lazy-validator.ts';
import { Value } from 'typebox/value';
import { kindsOf, kindValidator } from './kind-validator.ts';
import { fieldFaults } from './field-faults.ts';
import { RequestFault } from './request-fault.ts';

/** Validates with typebox; only whole numbers of a query are converted, since "true" or "1.5" is no number of events. */
export const requestValidator: FastifySchemaCompiler<TSchema> = ({ schema, httpPart }) => {
  const part = partNames[httpPart ?? ''] ?? 'request';
  const kinds = kindsOf(schema);
  if (kinds !== undefined) return kindValidator(kinds, part);
  const validator = new LazyValidator(schema);
  return (data: unknown) => {
    const value = httpPart === 'querystring' ? fromQuery(schema, data) : data;
    if (validator.Check(value)) return { value };
    return { error: new RequestFault(fieldFaults(part, schema, validator.Errors(value))) };
  };
};

const partNames: Readonly<Record<string, string>> = { body: 'body', querystring: 'query', params: 'path', headers: 'header' };

function fromQuery(schema: TSchema, data: unknown): unknown {
  const query: Record<string, unknown> = { ...(typeof data === 'object' ? data : {}) };
  for (const [name, text] of Object.entries(query)) {
    if (isIntegerIn(schema, name) && typeof text === 'string' && /^-?[0-9]{1,15}$/.test(text)) query[name] = Number(text);
  }
  return Value.Default(schema, query);
}

function isIntegerIn(schema: TSchema, name: string): boolean {
  const properties = property(schema, 'properties');
  return (
    typeof properties === 'object' &&
    properties !== null &&
    Object.hasOwn(properties, name) &&
    property(property(properties, name), 'type') === 'integer'
  );
}

function property(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}
