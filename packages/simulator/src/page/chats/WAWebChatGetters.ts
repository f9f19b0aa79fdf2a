import type { ChatModel } from '#page/chats/WAWebChatModel.ts';

export const getIsNewsletter = (chat: ChatModel): boolean => chat.id.isNewsletter();
export const getIsBroadcast = (chat: ChatModel): boolean => chat.id.isBroadcast();
export const getIsGroup = (chat: ChatModel): boolean => chat.id.isGroup();
export const getIsUser = (chat: ChatModel): boolean => chat.id.isUser();
