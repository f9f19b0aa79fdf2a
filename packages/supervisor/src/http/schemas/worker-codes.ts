/** What a session's worker refuses with a 4xx: the codes that callers can meet, beside those of the supervisor's own table. */
export const workerCodes = {
  WRK_BAD_ADDRESS: { statusCode: 400, title: 'Bad address', remedy: 'Give a phone number in international form, or a WhatsApp id.' },
  WRK_NOT_CONNECTED: { statusCode: 409, title: 'Not connected to WhatsApp', remedy: 'Wait for the status `connected`; nothing was done.' },
  WRK_CHAT_READ_ONLY: {
    statusCode: 403,
    title: 'Chat is read-only',
    remedy: 'Have the account made a member or an admin of the group; nothing was sent.',
  },
  WRK_CHAT_NOT_FOUND: { statusCode: 404, title: 'Chat not found', remedy: 'Join the group or channel first; nothing was done.' },
  WRK_CONTACT_NOT_FOUND: {
    statusCode: 404,
    title: 'Contact not found',
    remedy: 'Check the number or id; WhatsApp knows nobody by it. Nothing was done.',
  },
  WRK_NOT_BUSINESS: {
    statusCode: 403,
    title: 'Not a business account',
    remedy: 'Use an account of WhatsApp Business; nothing was done.',
  },
  WRK_NAME_FIXED: {
    statusCode: 403,
    title: 'Name cannot be changed here',
    remedy: "Change it on the account's phone; nothing was changed.",
  },
  WRK_PICTURE_REFUSED: {
    statusCode: 422,
    title: 'Picture not taken',
    remedy: 'Send another picture, or try again later; nothing was changed.',
  },
  WRK_LABEL_NOT_FOUND: { statusCode: 404, title: 'Label not found', remedy: 'Use the `label_id` of one of the labels; nothing was done.' },
  WRK_CALL_NOT_FOUND: {
    statusCode: 404,
    title: 'Call not found',
    remedy: 'Use the `call_id` of a call that is ringing; nothing was done.',
  },
  WRK_NOT_GROUP_ADMIN: {
    statusCode: 403,
    title: 'Not an admin of the group',
    remedy: 'Have the account made an admin of the group; nothing was changed.',
  },
  WRK_GROUP_REFUSED: {
    statusCode: 403,
    title: 'Refused by WhatsApp',
    remedy: 'Look at the group’s settings and at the account’s role in it; `detail` says what was changed already, if anything was.',
  },
  WRK_CHANNEL_ROLE: {
    statusCode: 403,
    title: 'Not for the account’s role in the channel',
    remedy: 'Have the owner of the channel do it, or make the account an admin; nothing was done.',
  },
  WRK_CHANNEL_REFUSED: {
    statusCode: 403,
    title: 'Refused by WhatsApp',
    remedy: 'Look at the account’s role in the channel, and at whom it concerns; `detail` says what was changed already, if anything was.',
  },
  WRK_INVITE_NOT_FOUND: {
    statusCode: 404,
    title: 'No such invitation',
    remedy: 'Ask for a new invite link or invitation; nothing was done.',
  },
  WRK_NO_INVITATION: {
    statusCode: 422,
    title: 'Not an invitation',
    remedy: 'Give the `message_id` of a received invitation to a group; nothing was done.',
  },
  WRK_MESSAGE_NOT_FOUND: {
    statusCode: 404,
    title: 'Message not found',
    remedy: 'Use the `message_id` of a message of this very session; nothing was done.',
  },
  WRK_NO_MEDIA: { statusCode: 422, title: 'No media', remedy: 'Ask for messages with `has_media` only.' },
  WRK_MEDIA_GONE: { statusCode: 410, title: 'Media gone', remedy: 'Ask its sender to send it again; fetch media soon after its event.' },
  WRK_MEDIA_TOO_LARGE: { statusCode: 413, title: 'Media too large', remedy: 'Raise `MEDIA_MAX_MB`; the machine needs the memory for it.' },
  WRK_NOT_ON_WHATSAPP: { statusCode: 422, title: 'Number not on WhatsApp', remedy: 'Check the number; nothing was sent.' },
  WRK_KIND_NOT_FOR_CHAT: { statusCode: 422, title: 'Kind not for this chat', remedy: 'Send another kind of message; nothing was sent.' },
  WRK_MESSAGE_NOT_OWN: {
    statusCode: 403,
    title: "Somebody else's message",
    remedy: 'Use a message that the account itself wrote; nothing was done.',
  },
  WRK_MESSAGE_NOT_EDITABLE: {
    statusCode: 409,
    title: 'Message cannot be edited',
    remedy: 'Send another message; WhatsApp lets texts and captions be edited for 15 minutes. Nothing was changed.',
  },
  WRK_MESSAGE_NOT_REVOCABLE: {
    statusCode: 409,
    title: 'Message cannot be deleted for everyone',
    remedy: 'Delete it for the account alone (`for=me`), or leave it; nothing was deleted.',
  },
  WRK_NOT_FOR_MESSAGE: {
    statusCode: 422,
    title: 'Not for this kind of message',
    remedy: 'Use a message of a kind that this can be done with; nothing was done.',
  },
  WRK_PIN_REFUSED: {
    statusCode: 409,
    title: 'Message not pinned',
    remedy: 'Unpin another message of that chat, or have the account made an admin of the group; nothing was changed.',
  },
  WRK_TOO_MANY_PINNED: { statusCode: 409, title: 'Too many chats pinned', remedy: 'Unpin another chat first; nothing was changed.' },
  WRK_BAD_VOTE: {
    statusCode: 422,
    title: 'Vote not taken',
    remedy: "Use the poll's own options, one where it takes one only; no vote was cast.",
  },
  WRK_NOT_AN_EMOJI: { statusCode: 400, title: 'Not an emoji', remedy: 'React with exactly one emoji; nothing was done.' },
  WRK_TIME_IS_PAST: { statusCode: 422, title: 'Time is past', remedy: 'Give a time that lies ahead; nothing was changed.' },
} as const satisfies Readonly<Record<string, { statusCode: number; title: string; remedy: string }>>;

export type WorkerCode = keyof typeof workerCodes;

/** Whether a code is one of the worker's. */
export function isWorkerCode(code: string): code is WorkerCode {
  return Object.hasOwn(workerCodes, code);
}
