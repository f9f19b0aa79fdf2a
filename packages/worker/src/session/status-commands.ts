import type { statusMethods } from '@whatsapp-service/shared/ipc/methods/status-methods.ts';
import type { MethodHandlers } from '@whatsapp-service/shared/ipc/side.ts';
import { CallInterrupted, PageTimeout } from '../worker-errors.ts';
import type { WhatsAppClient } from '../whatsapp/whatsapp-port.ts';
import { askPage } from './ask-page.ts';
import { pageAfter } from './id-page.ts';
import { PersonFinder } from './person-finder.ts';
import { SentKeys } from './sent-keys.ts';

type Handlers = MethodHandlers<typeof statusMethods>;
type SendResult = Awaited<ReturnType<Handlers['status.send']>>;

const rememberedKeys = 100;

/** What is answered about statuses; `client` throws where the session is not connected. */
export function statusCommands(client: () => WhatsAppClient): Handlers {
  const people = new PersonFinder();
  // Of a call that was cut off it is not known whether the status is shown: its key stays taken.
  const isOpen = (error: unknown): boolean => error instanceof CallInterrupted || error instanceof PageTimeout;
  const sent = new SentKeys<SendResult>(rememberedKeys, (error) => !isOpen(error));
  return {
    'status.send': ({ idempotencyKey, ...status }) =>
      sent.run(idempotencyKey, () => askPage('status.send', async () => client().people.statuses.send(status))),
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
