/** Whether the account may write in a group: 'full', 'read_only', or 'none' where it is not in it. */
export function groupAccessScript(chatId: string): string {
  return `
(() => {
  const chat = window.require('WAWebCollections').Chat.get(${JSON.stringify(chatId)});
  if (!chat) return 'none';
  const group = chat.groupMetadata;
  // The page makes a chat of any group's id that it is asked for, with nobody in it.
  if (group?.participants?.getModelsArray().length === 0) return 'none';
  if (!group || !group.participants) return chat.isReadOnly ? 'read_only' : 'full';
  const { getMaybeMePnUser, getMaybeMeLidUser } = window.require('WAWebUserPrefsMeUser');
  const ids = [getMaybeMePnUser(), getMaybeMeLidUser()].filter(Boolean);
  const me = ids.map((id) => group.participants.get(id._serialized)).find(Boolean);
  if (!me) return 'read_only';
  return group.announce && !me.isAdmin && !me.isSuperAdmin ? 'read_only' : 'full';
})()`;
}
