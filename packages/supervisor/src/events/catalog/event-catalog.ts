import { accountEvents, groupEvents } from './account-events.ts';
import type { EventType } from './event-type.ts';
import { messageEvents } from './message-events.ts';
import { backupEvents, serviceEvents, sessionEvents } from './service-events.ts';

/** Every type of event that the log may hold, in the order of the documentation. */
export const eventCatalog: readonly { readonly title: string; readonly types: readonly EventType[] }[] = [
  { title: 'Messages', types: messageEvents },
  { title: 'Groups', types: groupEvents },
  { title: 'Calls, chats, people', types: accountEvents },
  { title: 'Sessions', types: sessionEvents },
  { title: 'Backups', types: backupEvents },
  { title: 'The service', types: serviceEvents },
];

/** The same without their order. */
export const eventTypes: ReadonlyMap<string, EventType> = new Map(
  eventCatalog.flatMap(({ types }) => types).map((eventType) => [eventType.type, eventType]),
);
