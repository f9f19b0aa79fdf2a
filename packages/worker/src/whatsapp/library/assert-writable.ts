import type { Client } from 'whatsapp-web.js';
import { ChatNotFound, ChatReadOnly } from '../../worker-errors.ts';
import { channelAccessScript } from './channel-scripts.ts';
import { evaluate } from './evaluate.ts';
import { groupAccessScript } from './page-questions.ts';

/**
 * Throws ChatNotFound or ChatReadOnly for a group or channel. The library makes a chat of any group's id, and takes a post in somebody else's
 * channel for sent: both would go nowhere.
 */
export async function assertWritable(client: Client, chatId: string): Promise<void> {
  const script = scriptFor(chatId);
  if (script === undefined) return;
  const access = await evaluate(client, script);
  if (access === 'none') throw new ChatNotFound(chatId);
  if (access === 'read_only') throw new ChatReadOnly(chatId);
}

function scriptFor(chatId: string): string | undefined {
  if (chatId.endsWith('@g.us')) return groupAccessScript(chatId);
  return chatId.endsWith('@newsletter') ? channelAccessScript(chatId) : undefined;
}
