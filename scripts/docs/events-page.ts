import { eventCatalog } from '@whatsapp-service/supervisor/events/catalog/event-catalog.ts';
import type { EventType } from '@whatsapp-service/supervisor/events/catalog/event-type.ts';
import { libraryEvents } from '@whatsapp-service/supervisor/events/catalog/library-events.ts';
import { table } from './markdown.ts';
import { fieldRows } from './schema-words.ts';

const head = `# Events

Everything that happens is an entry of one durable, ordered log, before anybody hears of it. \`GET /api/v1/events\` and its stream read the log, webhooks are sent from it.

\`\`\`json
{"seq": 42, "id": "evt_kE4cTq1n7V0s5oJw2yFhLa9dRx", "type": "message.received", "session_id": "user_1_instance_main", "time": "2026-11-23T16:00:00.000Z", "data": {"version": 1}}
\`\`\`

\`seq\` grows by one. \`id\` is made of the fact itself: the same fact has the same id, however often it comes. \`time\` is when this service learned of it. \`data\` is what the type says, with \`version\`, the number of its form: 1 for every type.
Further fields may be added to a form; a change that breaks a receiver gets a new number. Ids of people and chats are WhatsApp's: \`…@c.us\` a phone number, \`…@lid\` somebody whose number WhatsApp hides, \`…@g.us\` a group.

Messages and what happens in groups are told also where they came while nobody listened; docs/receiving.md says how. Reactions, edits, deletions, votes, acks, calls and changes of chats are told while the session is connected,
and for those of meanwhile as far as WhatsApp delivers them afterwards.

This page is made of the sources by \`npm run docs\`.
`;

/** docs/events.md. */
export function eventsPage(): string {
  const parts = [head];
  for (const { title, types } of eventCatalog) parts.push(`## ${title}\n`, ...types.map(typePart));
  parts.push('## Events of whatsapp-web.js\n', table(['Event', 'Here'], libraryRows()));
  return parts.join('\n');
}

function typePart({ type, about, data, example }: EventType): string {
  const rows = fieldRows(data);
  const fields = rows.length === 0 ? [] : [table(['Field of `data`', 'Type', 'Meaning'], rows).trimEnd(), ''];
  const json = JSON.stringify({ version: 1, ...example }, undefined, 2);
  return [`### \`${type}\``, '', about, '', ...fields, '```json', json, '```', ''].join('\n');
}

function libraryRows(): string[][] {
  return Object.entries(libraryEvents).map(([name, here]) => [
    `\`${name}\``,
    'reason' in here ? `not carried: ${here.reason}` : here.map((type) => `\`${type}\``).join(', '),
  ]);
}
