import type { statusMethods } from '@whatsapp-service/shared/ipc/methods/status-methods.ts';
import { statusChatId } from '@whatsapp-service/shared/ipc/outgoing-content.ts';
import type { MethodHandlers } from '@whatsapp-service/shared/ipc/side.ts';
import type { WhatsAppClient } from '../whatsapp/whatsapp-port.ts';
import { askPage } from './ask-page.ts';
import { pageAfter } from './id-page.ts';
import { PersonFinder } from './person-finder.ts';
import type { MessageSender } from './message-sender.ts';

type Handlers = MethodHandlers<typeof statusMethods>;

/** What is answered about statuses; `client` throws where the session is not connected. */
export function statusCommands(client: () => WhatsAppClient, sender: Pick<MessageSender, 'send'>): Handlers {
  const people = new PersonFinder();
  return {
    'status.send': ({ text, backgroundColor, font, ...params }) =>
      sender.send({ ...params, to: statusChatId, content: { kind: 'status', text, background_color: backgroundColor, font } }),
    'status.revoke': ({ messageId }) =>
      askPage('status.revoke', async () => {
        await client().people.statuses.revoke(messageId);
        return {};
      }),
    'broadcast.list': ({ after, limit }) =>
      askPage('broadcast.list', async () => {
        const all = await client().people.statuses.list();
        const { page, next } = pageAfter(all, ({ contact_id }) => contact_id, after, limit);
        return { broadcasts: page, next };
      }),
    'broadcast.get': ({ contactId }) =>
      askPage('broadcast.get', async () => {
        const found = await client().people.statuses.get(await people.find(client(), contactId));
        return found ?? { broadcast: null, messages: [] };
      }),
  };
}
