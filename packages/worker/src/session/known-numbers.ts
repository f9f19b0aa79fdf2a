import type { WhatsAppClient } from '../whatsapp/whatsapp-port.ts';

const rememberedNumbers = 1_000;

/** The ids under which WhatsApp knows phone numbers: looked up once, since WhatsApp limits how fast that may be done. */
export class KnownNumbers {
  readonly #known = new Map<string, string>();

  /** The id for a phone number's …@c.us, or null where the number is not on WhatsApp. */
  async find(client: WhatsAppClient, id: string): Promise<string | null> {
    const known = this.#known.get(id);
    if (known !== undefined) return known;
    const chatId = await client.resolveNumber(id);
    if (chatId === null) return null;
    if (this.#known.size >= rememberedNumbers) this.#known.clear();
    this.#known.set(id, chatId);
    return chatId;
  }
}
