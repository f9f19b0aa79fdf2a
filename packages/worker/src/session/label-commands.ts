import type { labelMethods } from '@whatsapp-service/shared/ipc/methods/label-methods.ts';
import type { MethodHandlers } from '@whatsapp-service/shared/ipc/side.ts';
import type { WhatsAppClient } from '../whatsapp/whatsapp-port.ts';
import { askPage } from './ask-page.ts';
import { pageAfter } from './id-page.ts';
import { chatIdOf } from './chat-id-of.ts';

/** What is answered about labels; `client` throws where the session is not connected. */
export function labelCommands(client: () => WhatsAppClient): MethodHandlers<typeof labelMethods> {
  return {
    'label.list': () => askPage('label.list', async () => ({ labels: await client().people.labels.list() })),
    'label.chats': ({ labelId, after, limit }) =>
      askPage('label.chats', async () => {
        const { label, chatIds } = await client().people.labels.chatIds(labelId);
        const { page, next } = pageAfter(chatIds, (id) => id, after, limit);
        return { label, chatIds: page, next };
      }),
    'label.of_chat': ({ chatId }) =>
      askPage('label.of_chat', async () => ({ labels: await client().people.labels.ofChat(chatIdOf(chatId)) })),
    'label.set_of_chat': ({ chatId, labelIds }) =>
      askPage('label.set_of_chat', async () => {
        const { labels } = client().people;
        await labels.setOfChat(chatIdOf(chatId), labelIds);
        const all = await labels.list();
        return { labels: all.filter((label) => labelIds.includes(label.label_id)) };
      }),
  };
}
