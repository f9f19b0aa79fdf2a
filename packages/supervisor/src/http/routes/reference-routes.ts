import Type from 'typebox';
import type { TypedApp } from '../route-context.ts';
import { errors, json } from '../schemas/answers.ts';

const OpenApi = Type.Object({}, { additionalProperties: true, description: 'An OpenAPI 3.1 document.' });

/** The machine-readable description of all routes. */
export function addReferenceRoutes(app: TypedApp): void {
  app.get(
    '/openapi.json',
    {
      schema: {
        operationId: 'getOpenApi',
        tags: ['Reference'],
        summary: 'This description, as OpenAPI 3.1',
        response: { 200: json(OpenApi, 'The description.'), ...errors() },
      },
    },
    () => app.swagger(),
  );
}
