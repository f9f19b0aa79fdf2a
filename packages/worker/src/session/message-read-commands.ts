import type { messageReadMethods } from '@whatsapp-service/shared/ipc/methods/message-read-methods.ts';
import type { MethodHandlers } from '@whatsapp-service/shared/ipc/side.ts';
import type { WhatsAppClient } from '../whatsapp/whatsapp-port.ts';
import { askPage } from './ask-page.ts';
import { chatIdOf } from './chat-id-of.ts';

/** What is answered about messages; `client` throws where the session is not connected. */
export function messageReadCommands(client: () => WhatsAppClient): MethodHandlers<typeof messageReadMethods> {
  return {
    'chat.messages': ({ chatId, ...query }) => askPage('chat.messages', async () => client().messageReads.ofChat(chatIdOf(chatId), query)),
    'chat.pinned_messages': ({ chatId }) =>
      askPage('chat.pinned_messages', async () => ({ messages: await client().messageReads.pinnedIn(chatIdOf(chatId)) })),
    'message.get': ({ messageId }) => askPage('message.get', async () => client().messageReads.message(messageId)),
    'message.search': ({ chatId, ...query }) =>
      askPage('message.search', async () => {
        const inChat = chatId === undefined ? {} : { chatId: chatIdOf(chatId) };
        return { messages: await client().messageReads.search({ ...query, ...inChat }) };
      }),
    'message.info': ({ messageId }) => askPage('message.info', async () => client().messageReads.info(messageId)),
    'message.quoted': ({ messageId }) =>
      askPage('message.quoted', async () => ({ message: await client().messageReads.quoted(messageId) })),
    'message.reactions': ({ messageId }) =>
      askPage('message.reactions', async () => ({ reactions: await client().messageReads.reactions(messageId) })),
    'message.order': ({ messageId }) => askPage('message.order', async () => ({ order: await client().messageReads.order(messageId) })),
    'message.votes': ({ messageId }) => askPage('message.votes', async () => ({ votes: await client().messageReads.votes(messageId) })),
  };
}
