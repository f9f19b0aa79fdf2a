import type { Client } from 'whatsapp-web.js';
import { ChatNotFound, ChatReadOnly } from '../../worker-errors.ts';
import { evaluate } from './evaluate.ts';
import { groupAccessScript } from './page-questions.ts';

/** Throws ChatNotFound or ChatReadOnly for a group. The library makes a chat of any group's id: what is written there would go nowhere. */
export async function assertWritable(client: Client, chatId: string): Promise<void> {
  if (!chatId.endsWith('@g.us')) return;
  const access = await evaluate(client, groupAccessScript(chatId));
  if (access === 'none') throw new ChatNotFound(chatId);
  if (access === 'read_only') throw new ChatReadOnly(chatId);
}
