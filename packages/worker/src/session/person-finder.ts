import { ContactNotFound } from '../worker-errors.ts';
import type { WhatsAppClient } from '../whatsapp/whatsapp-port.ts';
import { chatIdOf } from './chat-id-of.ts';
import { KnownNumbers } from './known-numbers.ts';

/** Finds the ids under which WhatsApp knows people. */
export class PersonFinder {
  readonly #numbers = new KnownNumbers();

  /** Throws BadAddress, or ContactNotFound where WhatsApp knows nobody by it. */
  async find(client: WhatsAppClient, address: string): Promise<string> {
    const id = chatIdOf(address);
    const found = id.endsWith('@c.us') ? await this.#numbers.find(client, id) : (await client.people.contacts.ids([id]))[0]?.lid;
    if (found === null || found === undefined) throw new ContactNotFound(address);
    return found;
  }
}
