import { errorTable } from '@whatsapp-service/supervisor/supervisor-error-table.ts';
import { workerCodes } from '@whatsapp-service/supervisor/http/schemas/worker-codes.ts';
import { table } from './markdown.ts';

const head = `# Errors

Every error of the HTTP API is a problem document (RFC 9457, \`application/problem+json\`):

\`\`\`json
{
  "type": "urn:whatsapp-service:error:SUP_SESSION_NOT_FOUND",
  "title": "Session not found",
  "status": 404,
  "code": "SUP_SESSION_NOT_FOUND",
  "detail": "No session has the id \\"user_1_instance_main\\".",
  "instance": "5f0c7a52-5d5b-4f0b-9c11-5d2b1f1f6f55"
}
\`\`\`

\`code\` is for programs and does not change; \`detail\` says what happened here; \`instance\` is the request's id, which the service's log and the
answer's header \`x-request-id\` have as well. \`SUP_INVALID_REQUEST\` adds \`errors\`, a list of \`{"path", "message"}\`, one for each field. Errors with
"Retry-After" below carry that header. Codes that begin with \`IPC_\`, \`SHR_\` or \`WRK_\` come from between the service's own processes, or from a session's worker.

This page is made of the error table by \`npm run docs\`.
`;

/** docs/errors.md. */
export function errorsPage(): string {
  const rows = Object.entries(errorTable).map(([code, row]) => [
    `\`${code}\``,
    String(row.statusCode),
    row.message.replaceAll(/%[sd]/g, '…'),
    row.remedy + ('retryAfterSeconds' in row ? ` Retry-After: ${row.retryAfterSeconds} s.` : ''),
  ]);
  const workerRows = Object.entries(workerCodes).map(([code, row]) => [`\`${code}\``, String(row.statusCode), row.title, row.remedy]);
  const ofWorkers = `## What a session refuses\n\n${table(['Code', 'Status', 'Meaning', 'What to do'], workerRows)}`;
  return `${head}\n${table(['Code', 'Status', 'Detail', 'What to do'], rows)}\n${ofWorkers}`;
}
