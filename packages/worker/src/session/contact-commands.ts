import type { contactMethods } from '@whatsapp-service/shared/ipc/methods/contact-methods.ts';
import type { MethodHandlers } from '@whatsapp-service/shared/ipc/side.ts';
import { parseChatAddress } from '@whatsapp-service/shared/session/chat-address.ts';
import { BadAddress } from '../worker-errors.ts';
import type { WhatsAppClient } from '../whatsapp/whatsapp-port.ts';
import { askPage } from './ask-page.ts';

/** What is answered about people; `client` throws where the session is not connected. */
export function contactCommands(client: () => WhatsAppClient): MethodHandlers<typeof contactMethods> {
  return {
    'contact.check_number': async ({ phoneNumber }) => {
      const id = parseChatAddress(phoneNumber);
      if (id === undefined) throw new BadAddress();
      return { chatId: await askPage('contact.check_number', async () => client().resolveNumber(id)) };
    },
  };
}
