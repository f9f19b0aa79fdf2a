/** Every chat with when something happened in it last, and its newest message. */
export const chatsScript = `
window.require('WAWebCollections').Chat.getModelsArray().map((chat) => {
  const newest = chat.msgs.getModelsArray().filter((msg) => !msg.isNotification || msg.type === 'gp2').at(-1);
  return [chat.id._serialized, chat.t ?? 0, newest?.id._serialized ?? ''];
})`;

/**
 * Ids and times of a chat's messages since a time in seconds, oldest first; loads earlier ones until that time, the chat's beginning, or
 * more than \`enough\`. What cannot be read yet is left out: the page tells of it once it is decrypted.
 */
export function tailScript(chatId: string, sinceSeconds: number, enough: number): string {
  return `
(async () => {
  const chat = await window.WWebJS.getChat(${JSON.stringify(chatId)}, { getAsModel: false });
  if (!chat) return null;
  const { loadEarlierMsgs } = window.require('WAWebChatLoadMessages');
  // In the order of the chat, which a second's messages have from nowhere else.
  let msgs = chat.msgs.getModelsArray();
  const known = new Set(msgs.map((msg) => msg.id._serialized));
  const oldest = () => Math.min(...msgs.map((msg) => msg.t));
  const isEntry = (msg) => msg.type === 'gp2' || (!msg.isNotification && msg.type !== 'ciphertext');
  const recent = () => msgs.filter((msg) => msg.t >= ${sinceSeconds} && isEntry(msg));
  while (oldest() >= ${sinceSeconds} && recent().length <= ${enough}) {
    const loaded = ((await loadEarlierMsgs({ chat })) ?? []).filter((msg) => !known.has(msg.id._serialized));
    if (loaded.length === 0) break;
    for (const msg of loaded) known.add(msg.id._serialized);
    msgs = [...loaded, ...msgs];
  }
  const byTime = (a, b) => a.t - b.t;
  const pair = (msg) => [msg.id._serialized, msg.t];
  const older = msgs.filter((msg) => msg.t < ${sinceSeconds} && isEntry(msg)).sort(byTime).at(-1);
  return { messages: recent().sort(byTime).map(pair), before: older ? pair(older) : null, isComplete: recent().length <= ${enough} };
})()`;
}

/** The library's models of messages, those that are gone left out. */
export function readScript(messageIds: readonly string[]): string {
  return `
${JSON.stringify(messageIds)}
  .map((id) => window.require('WAWebCollections').Msg.get(id))
  .filter(Boolean)
  .map((msg) => window.WWebJS.getMessageModel(msg))`;
}
