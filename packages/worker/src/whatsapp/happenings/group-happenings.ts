import type { Happening } from '@whatsapp-service/shared/ipc/happenings.ts';
import { idOf, idOrNull, idsOf, property, textOf, timeOf } from './raw-values.ts';

/** WhatsApp's words for what happens in a group that are not a change of the group itself. */
const types = {
  add: 'group.participant_joined',
  invite: 'group.participant_joined',
  linked_group_join: 'group.participant_joined',
  remove: 'group.participant_left',
  leave: 'group.participant_left',
  promote: 'group.admin_changed',
  demote: 'group.admin_changed',
  membership_approval_request: 'group.membership_requested',
} as const;

export type GroupHappening = Extract<Happening, { type: `group.${string}` }>;

/** What happened in a group, of the library's notification or of the page's own message. */
export function groupHappeningOf(notification: unknown): GroupHappening {
  const action = textOf(property(notification, 'subtype') ?? property(notification, 'type'), 64) || 'unknown';
  const id = property(notification, 'id');
  const data = {
    notification_id: idOf(id),
    group_id: idOf(property(notification, 'chatId')) || idOf(property(id, 'remote')),
    action,
    author: idOrNull(property(notification, 'author')),
    participants: idsOf(property(notification, 'recipientIds') ?? property(notification, 'recipients')),
    value: textOf(property(notification, 'body'), 4_096) || null,
    timestamp: timeOf(property(notification, 'timestamp') ?? property(notification, 't')),
  };
  return { type: isKnown(action) ? types[action] : 'group.updated', identity: data.notification_id, data };
}

function isKnown(action: string): action is keyof typeof types {
  return Object.hasOwn(types, action);
}
