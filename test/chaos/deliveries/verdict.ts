import { chatKey } from './writers.ts';

/** A message that came in, as somebody has it. */
export interface HadMessage {
  readonly session_id: string;
  readonly chat_id: string;
  readonly text: string;
}

/** What is wrong with what somebody has of all that was written, as sentences: each once, and each chat in its order. */
export function verdictOf(who: string, written: ReadonlyMap<string, readonly string[]>, had: readonly HadMessage[]): string[] {
  const byChat = Map.groupBy(had, ({ session_id: sessionId, chat_id: chatId }) => chatKey(sessionId, chatId));
  const unknown = [...byChat.keys()].filter((chat) => !written.has(chat)).map((chat) => `${who} has a chat that nobody wrote in: ${chat}`);
  return [...unknown, ...[...written].flatMap(([chat, texts]) => faultsOf(`${who}, ${chat}`, texts, byChat.get(chat) ?? []))];
}

function faultsOf(where: string, written: readonly string[], had: readonly HadMessage[]): string[] {
  const texts = had.map(({ text }) => text);
  const distinct = new Set(texts);
  const missing = written.filter((text) => !distinct.has(text));
  if (missing.length > 0) return [`${where}: ${missing.length} of ${written.length} are missing, the first is "${missing[0]}"`];
  if (texts.length > written.length) return [`${where}: ${texts.length - written.length} are there twice`];
  const wrong = written.findIndex((text, index) => texts[index] !== text);
  return wrong === -1 ? [] : [`${where}: out of order, "${texts[wrong]}" stands where "${written[wrong]}" belongs`];
}
