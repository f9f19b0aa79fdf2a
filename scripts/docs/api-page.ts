import { eventSchemaNames } from '@whatsapp-service/supervisor/http/plugins/event-union.ts';
import { table } from './markdown.ts';
import type { ApiDocument, DocumentOperation, DocumentSchema } from './open-api-document.ts';
import { fieldRows, typeWords } from './schema-words.ts';

const head = `# HTTP API

Base path \`/api/v1\`, JSON, snake_case. Every route but \`/livez\` and \`/readyz\` asks for a key in the header \`x-api-key\`, with the
scope that stands at the route ([security.md](security.md)); a key in a URL is never accepted. No GET changes anything. The same reference is served as OpenAPI 3.1 at \`/openapi.json\` and as a page at \`/docs\`; a browser that opens
that page may send a key as the password, with any user name.

\`\`\`sh
curl -H "x-api-key: $KEY" http://127.0.0.1:3000/api/v1/sessions
curl -H "x-api-key: $KEY" --json '{"session_id":"user_1_instance_main","user_id":1}' http://127.0.0.1:3000/api/v1/sessions
curl -H "x-api-key: $KEY" -H "accept: image/png" -o qr.png http://127.0.0.1:3000/api/v1/sessions/user_1_instance_main/qr
curl -H "x-api-key: $KEY" --json '{"to":"+15550000002","text":"Hello"}' http://127.0.0.1:3000/api/v1/sessions/user_1_instance_main/messages
curl -N -H "x-api-key: $KEY" http://127.0.0.1:3000/api/v1/events/stream
\`\`\`

Errors are problem documents; [errors.md](errors.md) lists every code. A field or query parameter that is not known is refused, never ignored. While the
service shuts down, commands get 503 with \`Retry-After\` and questions are still answered. Every answer has the header \`x-request-id\`; a caller
may send its own (8 to 64 letters, digits, "_" or "-").

This page is made of the routes by \`npm run docs\`.
`;

/** docs/api.md. */
export function apiPage(document: ApiDocument): string {
  const parts = [head];
  for (const { name, description } of document.tags) {
    parts.push(`## ${name}\n\n${description}\n`);
    for (const [path, operations] of Object.entries(document.paths)) {
      for (const [method, operation] of Object.entries(operations)) {
        if (operation.tags.includes(name)) parts.push(operationPart(`${method.toUpperCase()} ${path}`, operation));
      }
    }
  }
  parts.push('## Schemas\n');
  for (const [name, schema] of Object.entries(document.components.schemas)) {
    // What each type of event has is on a page of its own.
    if (!eventSchemaNames.has(name)) parts.push(schemaPart(name, schema));
  }
  return parts.join('\n');
}

function operationPart(title: string, operation: DocumentOperation): string {
  const lines = [`### \`${title}\``, '', `${operation.summary}.`];
  if (operation.requestBody === undefined && operation.description !== undefined) lines.push('', operation.description);
  const scope = operation.security?.[0]?.apiKey?.[0];
  if (scope !== undefined) lines.push('', `Scope: \`${scope}\`.`);
  const parameters = (operation.parameters ?? []).map((parameter) => [
    `\`${parameter.name}\`${parameter.required === true ? '' : ' (optional)'}`,
    parameter.in,
    (parameter.description ?? '') +
      (parameter.schema.default === undefined ? '' : ` Default: ${JSON.stringify(parameter.schema.default)}.`),
  ]);
  if (parameters.length > 0) lines.push('', table(['Parameter', 'In', 'Meaning'], parameters).trimEnd());
  const body = operation.requestBody?.content['application/json'];
  if (body !== undefined) {
    for (const schema of body.schema.anyOf ?? [body.schema]) {
      if (body.schema.anyOf !== undefined) lines.push('', schema.description ?? '');
      lines.push('', table(['Body', 'Type', 'Meaning'], fieldRows(schema)).trimEnd());
    }
    if (body.example !== undefined) lines.push('', ...jsonBlock(body.example));
  }
  const answers = Object.entries(operation.responses).map(([status, { description, content }]) => [
    status,
    description,
    Object.entries(content)
      .map(([type, { schema }]) => (schema.$ref === undefined || type.includes('problem') ? type : `${type}: ${typeWords(schema)}`))
      .join(', '),
  ]);
  lines.push('', table(['Status', 'Meaning', 'Content'], answers));
  return lines.join('\n');
}

function schemaPart(name: string, schema: DocumentSchema): string {
  const about = schema.description === undefined ? [] : [schema.description, ''];
  const lines = [`### ${name}`, '', ...about, table(['Field', 'Type', 'Meaning'], fieldRows(schema)).trimEnd()];
  const example = schema.example ?? schema.examples?.[0];
  if (example !== undefined) lines.push('', ...jsonBlock(example));
  return `${lines.join('\n')}\n`;
}

function jsonBlock(value: unknown): string[] {
  return ['```json', JSON.stringify(value, undefined, 2), '```'];
}
