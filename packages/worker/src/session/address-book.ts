import { parseChatAddress } from '@whatsapp-service/shared/session/chat-address.ts';
import { BadAddress, NotOnWhatsApp, SendFailed } from '../worker-errors.ts';
import type { WhatsAppClient } from '../whatsapp/whatsapp-port.ts';
import { messageOf } from './failure-kind.ts';

const rememberedNumbers = 1_000;

/** Finds the ids under which WhatsApp knows phone numbers, and remembers them. */
export class AddressBook {
  readonly #known = new Map<string, string>();

  /** The id of the chat that an address means; throws BadAddress, NotOnWhatsApp or SendFailed. */
  async find(client: WhatsAppClient, address: string): Promise<string> {
    const id = parseChatAddress(address);
    if (id === undefined) throw new BadAddress();
    return id.endsWith('@c.us') ? this.#resolve(client, id) : id;
  }

  async #resolve(client: WhatsAppClient, id: string): Promise<string> {
    const known = this.#known.get(id);
    if (known !== undefined) return known;
    const chatId = await client.resolveNumber(id).catch((error: unknown) => {
      throw new SendFailed(`the receiver's number could not be looked up (${messageOf(error).slice(0, 200)})`);
    });
    if (chatId === null) throw new NotOnWhatsApp();
    if (this.#known.size >= rememberedNumbers) this.#known.clear();
    this.#known.set(id, chatId);
    return chatId;
  }
}
