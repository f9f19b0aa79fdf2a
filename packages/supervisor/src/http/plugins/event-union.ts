import { eventTypes } from '../../events/catalog/event-catalog.ts';
import type { EventType } from '../../events/catalog/event-type.ts';
import { Event } from '../schemas/event-schemas.ts';

/** The names of the schemas that are one type of event each. */
export const eventSchemaNames: ReadonlySet<string> = new Set([...eventTypes.keys()].map(nameOf));

/**
 * The same OpenAPI document with a schema for each type of event, and "Event" as the union that `type` tells apart. The answers themselves
 * are written by the plain schema: choosing among thirty for each event of a page would cost more than all the rest.
 */
export function withEventUnion<D extends { components?: { schemas?: Record<string, unknown> } }>(document: D): D {
  const schemas = document.components?.schemas;
  const event = schemas?.['Event'];
  if (schemas === undefined || typeof event !== 'object') return document;
  const ofTypes = [...eventTypes.values()].map((eventType) => [nameOf(eventType.type), schemaOf(eventType)] as const);
  const mapping = Object.fromEntries([...eventTypes.keys()].map((type) => [type, refTo(nameOf(type))]));
  const union = {
    ...event,
    oneOf: ofTypes.map(([name]) => ({ $ref: refTo(name) })),
    discriminator: { propertyName: 'type', mapping },
  };
  return { ...document, components: { ...document.components, schemas: { ...schemas, ...Object.fromEntries(ofTypes), Event: union } } };
}

/** message.received: MessageReceivedEvent. */
function nameOf(type: string): string {
  const words = type.split(/[._]/).map((word) => word.slice(0, 1).toUpperCase() + word.slice(1));
  return `${words.join('')}Event`;
}

function refTo(name: string): string {
  return `#/components/schemas/${name}`;
}

function schemaOf({ type, about, data, example }: EventType): object {
  const { properties, required } = Event;
  const fields: { properties?: object; required?: readonly string[] } = data;
  const version = { type: 'integer', const: 1, description: 'The number of this form.' };
  return {
    type: 'object',
    description: about,
    required,
    properties: {
      ...properties,
      type: { type: 'string', const: type },
      data: {
        type: 'object',
        required: ['version', ...(fields.required ?? [])],
        properties: { version, ...fields.properties },
        examples: [{ version: 1, ...example }],
      },
    },
  };
}
