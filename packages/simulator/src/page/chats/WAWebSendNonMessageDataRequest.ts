import { Chat } from '#page/chats/chat-collection.ts';
import { loadEarlierMsgs } from '#page/chats/WAWebChatLoadMessages.ts';
import type { Wid } from '#page/contacts/WAWebWidFactory.ts';

const historyOnDemand = 3;

/** Asks the phone for something; here it gives the whole history of a chat at once. */
export async function sendPeerDataOperationRequest(type: number, { chatId }: { chatId: Wid }): Promise<void> {
  const chat = Chat.get(chatId);
  if (type !== historyOnDemand || !chat) throw new Error(`The phone here gives nothing of the type ${type}.`);
  while ((await loadEarlierMsgs({ chat })).length > 0);
  chat.set({ endOfHistoryTransferType: 1 });
}
