import { parseChatAddress } from '@whatsapp-service/shared/session/chat-address.ts';
import { BadAddress } from '../worker-errors.ts';

/** The WhatsApp id that names a chat; of a number nobody is asked, for a chat is there or it is not. Throws BadAddress. */
export function chatIdOf(address: string): string {
  const id = parseChatAddress(address);
  if (id === undefined) throw new BadAddress();
  return id;
}
