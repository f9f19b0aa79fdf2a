import Type from 'typebox';
import type { Static, TSchema } from 'typebox';

const id = Type.String({ minLength: 1, maxLength: 256 });
const idOrNull = (description: string) => Type.Union([id, Type.Null()], { description });
const ids = (description: string) => Type.Array(id, { maxItems: 1_024, description });
const timestamp = Type.String({ maxLength: 32, description: 'When it happened: ISO 8601, UTC.' });
const text = Type.String({ maxLength: 70_000 });

const ofMessage = {
  message_id: id,
  chat_id: id,
};

/** Somebody reacted to a message, changed the reaction or took it back. */
export const MessageReaction = Type.Object({
  ...ofMessage,
  sender: Type.String({ ...id, description: 'Who reacted.' }),
  from_me: Type.Boolean({ description: 'Whether the account itself reacted.' }),
  reaction: Type.Union([Type.String({ maxLength: 64 }), Type.Null()], { description: 'The emoji; null where it was taken back.' }),
  timestamp,
});

/** A message has another text. */
export const MessageEdited = Type.Object({
  ...ofMessage,
  from_me: Type.Boolean(),
  author: idOrNull('Who wrote it, in a group.'),
  text: Type.String({ ...text, description: 'The text from now on.' }),
  previous_text: Type.Union([text, Type.Null()], { description: 'The text until now, where the page still had it.' }),
  edited_at: Type.Union([timestamp, Type.Null()]),
});

/** A message was deleted. */
export const MessageRevoked = Type.Object({
  ...ofMessage,
  from_me: Type.Boolean(),
  author: idOrNull('Who wrote it, in a group.'),
  scope: Type.Union([Type.Literal('everyone'), Type.Literal('me')], { description: 'For everyone, or for this account alone.' }),
});

/** The media of a message that this account sends is at WhatsApp's servers. */
export const MessageMediaUploaded = Type.Object(ofMessage);

/** A message that the page could not decrypt, although it asked for it once more. */
export const MessageUndecryptable = Type.Object({ ...ofMessage, from: id, author: idOrNull('Who wrote it, in a group.'), timestamp });

/** Somebody chose in a poll, changed the choice or took it back. */
export const PollVoted = Type.Object({
  ...ofMessage,
  voter: id,
  options: Type.Array(
    Type.Object({
      local_id: Type.Integer({ description: "The option's place in the poll, from 0." }),
      name: Type.Union([Type.String({ maxLength: 255 }), Type.Null()], { description: 'Null where the page does not have the poll.' }),
    }),
    { maxItems: 20, description: 'All that is chosen now; empty where the vote was taken back.' },
  ),
  timestamp,
});

/** Something happened in a group. */
export const GroupHappening = Type.Object({
  notification_id: id,
  group_id: id,
  action: Type.String({ maxLength: 64, description: "WhatsApp's own word for it." }),
  author: idOrNull('Who did it, where that is known.'),
  participants: ids('To whom it was done.'),
  value: Type.Union([Type.String({ maxLength: 4_096 }), Type.Null()], { description: 'What it is now, such as a new subject.' }),
  timestamp,
});

/** A call rings. */
export const CallReceived = Type.Object({
  call_id: id,
  from: id,
  video: Type.Boolean(),
  group: Type.Boolean(),
  outgoing: Type.Boolean({ description: 'Whether the account itself calls, from another device.' }),
  participants: ids('Who else is in it, in a call of a group.'),
});

export const ChatArchived = Type.Object({ chat_id: id, archived: Type.Boolean() });
export const ChatRemoved = Type.Object({ chat_id: id });

/** A chat was read, here or elsewhere, or marked as unread. */
export const ChatUnread = Type.Object({
  chat_id: id,
  unread_count: Type.Integer({ minimum: 0 }),
  marked_unread: Type.Boolean({ description: 'Somebody marked it as unread, although all in it is read.' }),
});

/** Somebody has another number. */
export const ContactChanged = Type.Object({
  ...ofMessage,
  old_id: id,
  new_id: id,
  in_group: Type.Boolean({ description: 'Whether a group told it of one of its members.' }),
  timestamp,
});

/** What happens to an account besides messages and their acks: the data of its event, and what makes it the same when it comes again. */
export const Happening = Type.Union([
  happening('message.reaction', MessageReaction),
  happening('message.edited', MessageEdited),
  happening('message.revoked', MessageRevoked),
  happening('message.media_uploaded', MessageMediaUploaded),
  happening('message.undecryptable', MessageUndecryptable),
  happening('poll.voted', PollVoted),
  ofGroup('group.participant_joined'),
  ofGroup('group.participant_left'),
  ofGroup('group.admin_changed'),
  ofGroup('group.membership_requested'),
  ofGroup('group.updated'),
  happening('call.received', CallReceived),
  happening('chat.archived', ChatArchived),
  happening('chat.removed', ChatRemoved),
  happening('chat.unread', ChatUnread),
  happening('contact.changed', ContactChanged),
]);
export type Happening = Static<typeof Happening>;

function happening<const Name extends string, Data extends TSchema>(type: Name, data: Data) {
  return Type.Object({ type: Type.Literal(type), identity: Type.String({ minLength: 1, maxLength: 1_024 }), data });
}

/** What happened in a group stands among its messages, and is fetched with them. */
function ofGroup<const Name extends string>(type: Name) {
  return Type.Object({
    type: Type.Literal(type),
    identity: Type.String({ minLength: 1, maxLength: 1_024 }),
    data: GroupHappening,
    backfilled: Type.Optional(Type.Literal(true)),
    behind: Type.Optional(Type.Literal(true)),
  });
}
