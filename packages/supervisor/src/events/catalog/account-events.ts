import Type from 'typebox';
import {
  CallReceived,
  ChatArchived,
  ChatRemoved,
  ChatUnread,
  ContactChanged,
  GroupHappening,
} from '@whatsapp-service/shared/ipc/happenings.ts';
import type { EventType } from './event-type.ts';

const group_id = '120363025246125486@g.us';
const chat_id = '15550000002@c.us';
const timestamp = '2026-11-23T16:00:00.000Z';

const Group = Type.Object({
  ...GroupHappening.properties,
  backfilled: Type.Boolean({ description: 'Whether it happened while nobody listened, and was fetched afterwards.' }),
});
const inGroup = {
  notification_id: `false_${group_id}_3EB0D4_${chat_id}`,
  group_id,
  action: 'add',
  author: chat_id,
  participants: ['15550000003@c.us'],
  value: null,
  timestamp,
  backfilled: false,
};

/** What happens in groups. */
export const groupEvents: readonly EventType[] = [
  {
    type: 'group.participant_joined',
    about: 'Somebody is in the group now: `add` by an admin, `invite` by its link, `linked_group_join` by its community.',
    data: Group,
    example: inGroup,
  },
  {
    type: 'group.participant_left',
    about: 'Somebody is out: `remove` by an admin, `leave` by themselves.',
    data: Group,
    example: { ...inGroup, action: 'leave', author: '15550000003@c.us' },
  },
  {
    type: 'group.admin_changed',
    about: 'Somebody is an admin now (`promote`) or no longer (`demote`).',
    data: Group,
    example: { ...inGroup, action: 'promote' },
  },
  {
    type: 'group.membership_requested',
    about: 'Somebody (the author) asks to be let into a group that an admin has to open.',
    data: Group,
    example: { ...inGroup, action: 'membership_approval_request', author: '15550000003@c.us', participants: [] },
  },
  {
    type: 'group.updated',
    about:
      'Anything else of the group: it was made (`create`), `subject`, `description`, `picture`, who may write (`announce`) or change it (`restrict`), …',
    data: Group,
    example: { ...inGroup, action: 'subject', participants: [], value: 'Close friends' },
  },
];

/** What happens to calls, chats and people. */
export const accountEvents: readonly EventType[] = [
  {
    type: 'call.received',
    about: 'A call rings. It is told at once, also while older messages are still being fetched.',
    data: CallReceived,
    example: { call_id: '2F1C7A', from: chat_id, video: false, group: false, outgoing: false, participants: [] },
  },
  { type: 'chat.archived', about: 'A chat was archived, or is no longer.', data: ChatArchived, example: { chat_id, archived: true } },
  { type: 'chat.removed', about: 'A chat was deleted.', data: ChatRemoved, example: { chat_id } },
  {
    type: 'chat.unread',
    about:
      'A chat was read, here or on another device, or marked as unread. That it has more unread messages is told by the messages themselves.',
    data: ChatUnread,
    example: { chat_id, unread_count: 0, marked_unread: false },
  },
  {
    type: 'contact.changed',
    about: 'Somebody has another number.',
    data: ContactChanged,
    example: {
      message_id: `false_${chat_id}_3EB0E5`,
      chat_id,
      old_id: chat_id,
      new_id: '15550000009@c.us',
      in_group: false,
      timestamp,
    },
  },
];
