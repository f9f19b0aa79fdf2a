import type { ChatModel } from '#page/chats/WAWebChatModel.ts';
import { serverLink } from '#page/socket/server-link.ts';

const settingOf: Readonly<Record<string, string>> = { announcement: 'announce', restrict: 'restrict', member_add_mode: 'membersAdd' };

/** Changes a setting; 1 is on, and for who may add people 1 is everybody. */
export async function setGroupProperty(chat: ChatModel, property: string, value: number): Promise<void> {
  const name = settingOf[property];
  if (name === undefined) throw new Error(`A group has no property "${property}".`);
  await serverLink.request('group_update', { group: chat.id._serialized, change: { [name]: value === 1 } });
}
