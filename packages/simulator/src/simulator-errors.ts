import { errorCodeOf } from '@whatsapp-service/shared/errors/error-code.ts';
import createError from '@fastify/error';

export const NumberInvalid = createError<[string]>(
  'SIM_NUMBER_INVALID',
  '"%s" is no phone number; give 5 to 15 digits, with or without a leading plus.',
  400,
);
export const PhoneUnknown = createError<[string]>('SIM_PHONE_UNKNOWN', 'No simulated phone has the number %s; add it first.', 404);
export const PhoneExists = createError<[string]>('SIM_PHONE_EXISTS', 'A simulated phone with the number %s exists already.', 409);
export const PhoneOffline = createError<[string]>('SIM_PHONE_OFFLINE', 'The phone %s is offline; bring it online first.', 409);
export const PhoneBanned = createError<[string]>('SIM_PHONE_BANNED', 'The phone %s is banned and can link no device.', 403);
export const DevicesFull = createError<[string, number]>(
  'SIM_DEVICES_FULL',
  'The phone %s has %d linked devices already; unlink one first.',
  409,
);
export const DeviceUnknown = createError<[string, string]>('SIM_DEVICE_UNKNOWN', 'The phone %s has no linked device "%s".', 404);
export const QrMalformed = createError<[string]>(
  'SIM_QR_MALFORMED',
  'This is no QR text of WhatsApp Web: %s. It reads "ref,noise key,identity key,secret,platform".',
  400,
);
export const QrStale = createError<[string]>('SIM_QR_STALE', 'This QR code is no longer on offer: %s. Scan the one shown now.', 410);
export const QrForged = createError<[string]>('SIM_QR_FORGED', 'The %s in this QR text is not what the page with this ref has.', 400);
export const CodeUnknown = createError<[string, string]>(
  'SIM_PAIRING_CODE_UNKNOWN',
  'No page offers the pairing code "%s" for the phone %s; it may be mistyped, expired or replaced by a newer one.',
  404,
);
export const LinkFailed = createError<[string, ErrorOptions?]>('SIM_LINK_FAILED', 'The page did not finish linking: %s.', 504);
export const MessageUnknown = createError<[string]>('SIM_MESSAGE_UNKNOWN', 'There is no message with the id "%s".', 404);
export const GroupUnknown = createError<[string]>('SIM_GROUP_UNKNOWN', 'There is no group with the id "%s".', 404);
export const InviteUnknown = createError<[string]>('SIM_INVITE_UNKNOWN', 'No group has the invite "%s"; it may have been revoked.', 404);
export const InviteGone = createError<[string]>(
  'SIM_INVITE_GONE',
  'The invitation to the group %s has expired, or is for somebody else.',
  410,
);
export const GroupForbidden = createError<[string, string, string]>(
  'SIM_GROUP_FORBIDDEN',
  'The phone %s may not do that in the group %s: %s.',
  403,
);
export const AlreadyMember = createError<[string, string]>('SIM_ALREADY_MEMBER', 'The phone %s is in the group %s already.', 409);
export const MessageNotAmendable = createError<[string, string]>('SIM_MESSAGE_NOT_AMENDABLE', 'The message "%s" stays as it is: %s.', 409);
export const MediaUnknown = createError<[string]>(
  'SIM_MEDIA_UNKNOWN',
  'The message "%s" has no media, or the server has forgotten it.',
  404,
);
export const ChannelUnknown = createError<[string]>('SIM_CHANNEL_UNKNOWN', 'There is no channel "%s".', 404);
export const ChannelForbidden = createError<[string, string, string]>(
  'SIM_CHANNEL_FORBIDDEN',
  'The phone %s may not do that in the channel %s: %s.',
  403,
);
export const MessageWaitOver = createError<[number, string]>('SIM_MESSAGE_WAIT_OVER', 'No matching message in %d ms on the phone %s.', 504);
export const CallUnknown = createError<[string]>('SIM_CALL_UNKNOWN', 'There is no such call of this phone: "%s".', 404);
export const CallWaitOver = createError<[number, string]>('SIM_CALL_WAIT_OVER', 'In %d ms the call %s was not over.', 504);
export const PictureInvalid = createError('SIM_PICTURE_INVALID', 'A profile picture has to be a JPEG; this is none.', 400);
export const MethodUnknown = createError<[string]>('SIM_METHOD_UNKNOWN', 'The simulator has no request "%s" in this state.', 404);
export const StateFileUnreadable = createError<[string, string]>(
  'SIM_STATE_FILE_UNREADABLE',
  'The state file %s cannot be used: %s. Mend it, or name another file to start afresh.',
  500,
);
export const PortTaken = createError<[string]>('SIM_PORT_TAKEN', 'The simulator cannot listen: %s. Choose another port.', 500);
export const CommandLineWrong = createError<[string]>('SIM_COMMAND_LINE_WRONG', '%s. See --help.', 400);

/** Whether an error is one of these: its message says all that is to be said. */
export function isSimulatorError(error: unknown): error is Error {
  return error instanceof Error && errorCodeOf(error)?.startsWith('SIM_') === true;
}
