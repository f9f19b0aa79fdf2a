import { SerializerSelector } from '@fastify/fast-json-stringify-compiler';
import type { SerializerFactory } from '@fastify/fast-json-stringify-compiler';

/**
 * Serializers that are made when first needed, one a schema. Fastify makes one for each status of each route before it listens:
 * some 170 of them took most of a second, of which a run of the service uses a dozen.
 */
export const lazySerializers: SerializerFactory = (sharedSchemas, options) => {
  const compile = SerializerSelector()(sharedSchemas, options);
  const made = new Map<string, (data: unknown) => string>();
  return (route) => {
    const key = JSON.stringify(route.schema);
    return (data) => {
      const serialize = made.get(key) ?? compile(route);
      made.set(key, serialize);
      return serialize(data);
    };
  };
};
