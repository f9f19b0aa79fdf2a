/**
 * Runs before a send and lets it choose the id of its message: the library takes what is under `extraOptions` into the message last, so a key that
 * is made here takes the place of its own. What it then returns it looks up under its own key, and finds nothing: so it is
 * looked up here under the key that the message has. A page that makes keys in another way sends with a key of its own.
 */
export const chooseIdsScript = `
(() => {
  const library = window.WWebJS;
  if (!library || library.ownKeyOf) return;
  const send = library.sendMessage;
  library.ownKeyOf = (chat, id) => {
    const { getMaybeMeLidUser, getMaybeMePnUser } = window.require('WAWebUserPrefsMeUser');
    const isGroup = typeof chat.id.isGroup === 'function' && chat.id.isGroup();
    const isLid = isGroup ? Boolean(chat.groupMetadata && chat.groupMetadata.isLidAddressingMode) : chat.id.isLid();
    const from = isLid ? getMaybeMeLidUser() : getMaybeMePnUser();
    const participant = isGroup ? window.require('WAWebWidFactory').asUserWidOrThrow(from) : undefined;
    return new (window.require('WAWebMsgKey'))({ from, to: chat.id, id, participant, selfDir: 'out' });
  };
  library.sendMessage = async (chat, content, options = {}) => {
    const { ownId, ...extraOptions } = options.extraOptions || {};
    let key;
    try {
      if (ownId) key = library.ownKeyOf(chat, ownId);
    } catch {
      key = undefined;
    }
    const sent = await send(chat, content, { ...options, extraOptions: key ? { ...extraOptions, id: key } : extraOptions });
    return sent || (key ? window.require('WAWebCollections').Msg.get(key._serialized) : sent);
  };
})()`;

/** Looks for a message of ours: among those in memory, whatever its chat, then under its key in the page's storage. */
export function findOwnScript(chatId: string, ownId: string): string {
  return `
(async () => {
  ${chooseIdsScript};
  const { Msg } = window.require('WAWebCollections');
  const id = ${JSON.stringify(ownId)};
  const told = (msg) => ({ messageId: msg.id._serialized, seconds: msg.t, ack: msg.ack });
  const known = Msg.getModelsArray().find((msg) => msg.id.fromMe && msg.id.id === id);
  if (known) return told(known);
  const chat = await window.WWebJS.getChat(${JSON.stringify(chatId)}, { getAsModel: false });
  if (!chat) return null;
  const key = window.WWebJS.ownKeyOf(chat, id)._serialized;
  const found = Msg.get(key) || ((await Msg.getMessagesById([key])) || {}).messages?.[0];
  return found ? told(found) : null;
})()`;
}
