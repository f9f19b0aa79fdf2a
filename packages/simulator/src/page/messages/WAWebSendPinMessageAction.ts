import type { MsgModel } from '#page/messages/WAWebMsgModel.ts';
import { requireModule } from '#page/core/registry.ts';
import { serverLink } from '#page/socket/server-link.ts';

type Constants = { getPinExpiryDuration(): number };

const pinAction = 1;

/** Pins a message in its chat, or takes the pin away; says what came of it and never throws. */
export async function sendPinInChatMsg(msg: MsgModel, action: number): Promise<{ messageSendResult: string }> {
  // Through the registry: whatsapp-web.js replaces the function there.
  const constants = requireModule('WAWebPinMsgConstants') as Constants;
  const durationMs = action === pinAction ? constants.getPinExpiryDuration() * 1000 : 0;
  try {
    await serverLink.request('pin', { messageId: msg.id.id, durationMs });
    return { messageSendResult: 'OK' };
  } catch {
    return { messageSendResult: 'ERROR_UNKNOWN' };
  }
}
