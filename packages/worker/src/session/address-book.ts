import { parseChatAddress } from '@whatsapp-service/shared/session/chat-address.ts';
import { BadAddress, NotOnWhatsApp, SendFailed } from '../worker-errors.ts';
import type { WhatsAppClient } from '../whatsapp/whatsapp-port.ts';
import { messageOf } from './failure-kind.ts';
import { KnownNumbers } from './known-numbers.ts';

/** Finds the ids under which WhatsApp knows the receivers of messages. */
export class AddressBook {
  readonly #numbers = new KnownNumbers();

  /** The id of the chat that an address means; throws BadAddress, NotOnWhatsApp or SendFailed. */
  async find(client: WhatsAppClient, address: string): Promise<string> {
    const id = parseChatAddress(address);
    if (id === undefined) throw new BadAddress();
    return id.endsWith('@c.us') ? this.#resolve(client, id) : id;
  }

  async #resolve(client: WhatsAppClient, id: string): Promise<string> {
    const chatId = await this.#numbers.find(client, id).catch((error: unknown) => {
      throw new SendFailed(`the receiver's number could not be looked up (${messageOf(error).slice(0, 200)})`);
    });
    if (chatId === null) throw new NotOnWhatsApp();
    return chatId;
  }
}
