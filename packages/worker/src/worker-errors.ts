import createError from '@fastify/error';

/** The fork channel brought no usable `init` message. */
export const BadInit = createError<[string]>(
  'WRK_BAD_INIT',
  'The worker cannot start: %s. A worker is started by the supervisor, not by hand.',
  500,
);

/** Another live process uses the profile. */
export const ProfileInUse = createError<[string, number, number]>(
  'WRK_PROFILE_IN_USE',
  'The profile of session "%s" is in use by process %d, which did not end within %d ms; stop that process first.',
  409,
);

/** The browser's program did not come up. */
export const LaunchFailed = createError<[string, string, ErrorOptions]>(
  'WRK_LAUNCH_FAILED',
  'The browser "%s" could not be started: %s.',
  500,
);

/** The session has no connection to WhatsApp at present. */
export const NotConnected = createError<[string, string]>(
  'WRK_NOT_CONNECTED',
  'Session "%s" is %s; this works only while it is connected to WhatsApp.',
  409,
);

/** A pairing code was asked for while no code can be used. */
export const NotPairing = createError<[string, string]>(
  'WRK_NOT_PAIRING',
  'Session "%s" is %s; a pairing code can be requested only while it waits for a scan.',
  409,
);

/** WhatsApp gave no pairing code. */
export const PairingCodeFailed = createError<[string]>(
  'WRK_PAIRING_CODE_FAILED',
  'WhatsApp gave no pairing code: %s. Wait a minute and ask again, or scan the QR code.',
  502,
);

/** The receiver is neither a number nor an id. */
export const BadAddress = createError(
  'WRK_BAD_ADDRESS',
  'The receiver is neither a phone number in international form nor a WhatsApp id.',
  400,
);

/** The receiver's number has no WhatsApp account. */
export const NotOnWhatsApp = createError('WRK_NOT_ON_WHATSAPP', 'The phone number of the receiver is not on WhatsApp.', 422);

/** No message of this session has the id. */
export const MessageNotFound = createError<[string]>('WRK_MESSAGE_NOT_FOUND', 'This session has no message with the id "%s".', 404);

/** No chat of this session has the id; of a group: the account is no member. */
export const ChatNotFound = createError<[string]>(
  'WRK_CHAT_NOT_FOUND',
  'This session has no chat "%s"; a group or channel has to be joined first.',
  404,
);

/** The account may read the chat and not write in it. */
export const ChatReadOnly = createError<[string]>(
  'WRK_CHAT_READ_ONLY',
  'The account may not write in "%s": it has left the group, only admins may write there, or it is somebody else\'s channel.',
  403,
);

/** Only an admin of the group may do that. */
export const NotGroupAdmin = createError<[string]>(
  'WRK_NOT_GROUP_ADMIN',
  'The account is no admin of the group "%s", and only admins may do that there; nothing was changed.',
  403,
);

/** WhatsApp refused something in a group. */
export const GroupRefused = createError<[string, string, string]>('WRK_GROUP_REFUSED', 'WhatsApp refused %s in the group "%s".%s', 403);

/** No group or channel can be joined by the invitation. */
export const InviteNotFound = createError(
  'WRK_INVITE_NOT_FOUND',
  'There is nothing to be joined by this invitation: it is wrong, revoked, expired, or for somebody else.',
  404,
);

/** The account's role in the channel does not allow that. */
export const ChannelRole = createError<[string, string, string]>(
  'WRK_CHANNEL_ROLE',
  'The account is %s in the channel "%s", and that is only for: %s; nothing was done.',
  403,
);

/** WhatsApp refused something in a channel. */
export const ChannelRefused = createError<[string, string, string]>(
  'WRK_CHANNEL_REFUSED',
  'WhatsApp refused %s in the channel "%s".%s',
  403,
);

/** The message invites to no group. */
export const NoInvitation = createError<[string]>('WRK_NO_INVITATION', 'The message "%s" is no invitation to a group.', 422);

/** The kind of message is none for this chat. */
export const KindNotForChat = createError<[string, string]>(
  'WRK_KIND_NOT_FOR_CHAT',
  'A message of the kind "%s" cannot be sent to "%s".',
  422,
);

/** The file of a message is not what the supervisor said of it. */
export const MediaFileUnusable = createError<[string, ErrorOptions?]>(
  'WRK_MEDIA_FILE_UNUSABLE',
  'The file of the message cannot be used: %s. Nothing was sent; send it again.',
  500,
);
/** WhatsApp knows nobody under the id. */
export const ContactNotFound = createError<[string]>('WRK_CONTACT_NOT_FOUND', 'WhatsApp knows nobody as "%s".', 404);

/** Only who wrote a message can do that with it. */
export const MessageNotOwn = createError<[string, string]>(
  'WRK_MESSAGE_NOT_OWN',
  '"%s" is only for messages of the account itself; somebody else wrote "%s".',
  403,
);

/** WhatsApp lets the message be as it is. */
export const MessageNotEditable = createError<[string, string, number]>(
  'WRK_MESSAGE_NOT_EDITABLE',
  'The message "%s" cannot be edited: it is of the type "%s" and %d minutes old. WhatsApp allows it for texts and captions, for 15 minutes.',
  409,
);

/** WhatsApp does not let the message be deleted for everyone. */
export const MessageNotRevocable = createError<[string]>(
  'WRK_MESSAGE_NOT_REVOCABLE',
  'The message "%s" cannot be deleted for everyone: it is too old, was deleted already, or somebody else wrote it and the account is no admin there. ' +
    'It can still be deleted for the account alone.',
  409,
);

/** The kind of message is none for this. */
export const NotForMessage = createError<[string, string, string]>(
  'WRK_NOT_FOR_MESSAGE',
  '"%s" cannot be done with "%s", a message of the type "%s".',
  422,
);

/** WhatsApp did not pin the message. */
export const PinRefused = createError<[string]>(
  'WRK_PIN_REFUSED',
  'WhatsApp did not pin "%s": only admins pin in that group, or as many messages are pinned there as can be.',
  409,
);

/** As many chats are pinned as can be. */
export const TooManyPinned = createError<[number]>(
  'WRK_TOO_MANY_PINNED',
  '%d chats are pinned, which is as many as can be; unpin one first.',
  409,
);

/** The vote is none that the poll takes. */
export const BadVote = createError<[string]>('WRK_BAD_VOTE', 'The vote was not cast: %s.', 422);

/** The reaction is no emoji. */
export const NotAnEmoji = createError('WRK_NOT_AN_EMOJI', 'A reaction is exactly one emoji.', 400);

/** A moment that had to lie ahead is over. */
export const TimeIsPast = createError<[string]>('WRK_TIME_IS_PAST', 'The moment %s is over; nothing was changed.', 422);

/** WhatsApp Web took a call, and what it asked for did not show. */
export const NotApplied = createError<[string, number]>(
  'WRK_NOT_APPLIED',
  'WhatsApp Web took "%s", and within %d ms nothing of it showed; look before you ask again.',
  502,
);
/** Only a business account can do this. */
export const NotBusiness = createError('WRK_NOT_BUSINESS', 'Only an account of WhatsApp Business can do this; this one is none.', 403);

/** The account's name cannot be set from a linked device. */
export const NameFixed = createError('WRK_NAME_FIXED', "This account's name can be changed on its phone only.", 403);

/** The picture was not taken. */
export const PictureRefused = createError(
  'WRK_PICTURE_REFUSED',
  'WhatsApp Web did not take the picture: it could not be read, or the account may not change it now.',
  422,
);

/** No label has the id. */
export const LabelNotFound = createError<[string]>('WRK_LABEL_NOT_FOUND', 'This account has no label "%s".', 404);

/** This worker has heard of no such call. */
export const CallNotFound = createError<[string]>('WRK_CALL_NOT_FOUND', 'No call "%s" has come in since the session was started.', 404);

/** The message carries no file. */
export const NoMedia = createError<[string]>('WRK_NO_MEDIA', 'The message "%s" has no media.', 422);

/** Neither the page nor WhatsApp's servers have the file any more. */
export const MediaGone = createError<[string]>(
  'WRK_MEDIA_GONE',
  'The media of the message "%s" cannot be had (any more): WhatsApp keeps it for some weeks, and what can be viewed once is shown on phones only.',
  410,
);

/** The file is larger than may be fetched. */
export const MediaTooLarge = createError<[string, number, number]>(
  'WRK_MEDIA_TOO_LARGE',
  'The media of the message "%s" has %d bytes, and MEDIA_MAX_MB allows %d.',
  413,
);

/** WhatsApp Web or the library refused a call. */
export const CallFailed = createError<[string, string]>('WRK_CALL_FAILED', 'WhatsApp Web did not do "%s": %s.', 502);

/** The page went away under a call; whether what it asked for was done is not known. */
export const CallInterrupted = createError<[string, string]>(
  'WRK_CALL_INTERRUPTED',
  'The page went away during "%s" (%s); ask again once the session is connected.',
  504,
);

/** WhatsApp Web did not take the message. */
export const SendFailed = createError<[string]>('WRK_SEND_FAILED', 'WhatsApp Web did not take the message: %s.', 502);

/** The page went away under the call; whether the message goes out is not known. */
export const SendInterrupted = createError<[string]>(
  'WRK_SEND_INTERRUPTED',
  'The page went away while the message was being sent (%s); it may still go out: watch its acks before you send it again.',
  504,
);

/** WhatsApp Web did not answer in time; whether the message goes out is not known. */
export const SendTimeout = createError<[number]>(
  'WRK_SEND_TIMEOUT',
  'WhatsApp Web did not answer within %d ms; the message may still go out: ask again with the same idempotency key, or watch its acks.',
  504,
);

/** The device could not be unlinked; the session goes on. */
export const LogoutFailed = createError<[string]>(
  'WRK_LOGOUT_FAILED',
  'The device could not be unlinked: %s. The session goes on; try again, or unlink it on the phone.',
  502,
);

/** No browser page is there to be asked. */
export const NoPage = createError<[string, string]>('WRK_NO_PAGE', 'Session "%s" is %s and has no page to ask.', 409);

/** The page did not answer in time. */
export const PageTimeout = createError<[string, number]>('WRK_PAGE_TIMEOUT', 'The page did not answer "%s" within %d ms.', 504);
