import { Chat } from '#page/chats/chat-collection.ts';
import { isWithin } from '#page/messages/amendment-windows.ts';
import type { MsgModel } from '#page/messages/WAWebMsgModel.ts';

/** Whether the account wrote it and may still change its text. */
export function canEditText({ id, type, t }: MsgModel): boolean {
  return id.fromMe && type === 'chat' && isWithin('editWindowMs', t);
}

/** The same for the text below a picture. */
export function canEditCaption({ id, caption, type, t }: MsgModel): boolean {
  return id.fromMe && type !== 'revoked' && typeof caption === 'string' && isWithin('editWindowMs', t);
}

/** Whether the account wrote it and may still delete it for everyone. */
export function canSenderRevokeMsg({ id, type, t }: MsgModel): boolean {
  return id.fromMe && type !== 'revoked' && isWithin('revokeWindowMs', t);
}

/** Whether the account may delete what somebody else wrote: only admins of groups may. */
export function canAdminRevokeMsg({ id, type, t }: MsgModel): boolean {
  return type !== 'revoked' && isWithin('revokeWindowMs', t) && Chat.get(id.remote)?.iAmAdmin() === true;
}

/** Whether it can be starred: what was deleted cannot. */
export function canStarMsg({ type, isNotification }: MsgModel): boolean {
  return type !== 'revoked' && !isNotification;
}
