import type { chatMethods } from '@whatsapp-service/shared/ipc/methods/chat-methods.ts';
import type { MethodHandlers } from '@whatsapp-service/shared/ipc/side.ts';
import { TimeIsPast } from '../worker-errors.ts';
import type { WhatsAppClient } from '../whatsapp/whatsapp-port.ts';
import { askPage } from './ask-page.ts';
import { chatIdOf } from './chat-id-of.ts';

/** What is answered about chats; `client` throws where the session is not connected. */
export function chatCommands(client: () => WhatsAppClient, now: () => number = Date.now): MethodHandlers<typeof chatMethods> {
  return {
    'chat.list': (query) => askPage('chat.list', async () => client().chats.list(query)),
    'chat.get': ({ chatId }) => askPage('chat.get', async () => client().chats.get(chatIdOf(chatId))),
    'chat.change': async ({ chatId, ...change }) => {
      const { mutedUntilMs = 0 } = change;
      if (mutedUntilMs > 0 && mutedUntilMs <= now()) throw new TimeIsPast(new Date(mutedUntilMs).toISOString());
      return askPage('chat.change', async () => client().chats.change(chatIdOf(chatId), change));
    },
    'chat.sync_history': ({ chatId }) =>
      askPage('chat.sync_history', async () => ({ requested: await client().chats.syncHistory(chatIdOf(chatId)) })),
    'chat.clear': async ({ chatId }) => {
      await askPage('chat.clear', async () => client().chats.clear(chatIdOf(chatId)));
      return {};
    },
    'chat.delete': async ({ chatId }) => {
      await askPage('chat.delete', async () => client().chats.remove(chatIdOf(chatId)));
      return {};
    },
    'chat.show_state': async ({ chatId, state }) => {
      await askPage('chat.show_state', async () => client().chats.showState(chatIdOf(chatId), state));
      return {};
    },
  };
}
