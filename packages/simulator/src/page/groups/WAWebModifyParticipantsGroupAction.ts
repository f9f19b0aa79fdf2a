import type { ChatModel } from '#page/chats/WAWebChatModel.ts';
import type { ParticipantModel } from '#page/groups/WAWebGroupMetadataModel.ts';
import { serverLink } from '#page/socket/server-link.ts';

async function modify(act: string, chat: ChatModel, participants: ParticipantModel[]): Promise<void> {
  const people = participants.map(({ id }) => id._serialized);
  await serverLink.request('group_people', { group: chat.id._serialized, act, people });
}

/** Those whom the server leaves in, as the group's creator, stay, and nothing says so. */
export async function removeParticipants(chat: ChatModel, participants: ParticipantModel[]): Promise<void> {
  await modify('remove', chat, participants);
}

/** Makes members admins. */
export async function promoteParticipants(chat: ChatModel, participants: ParticipantModel[]): Promise<void> {
  await modify('promote', chat, participants);
}

/** Makes admins members. */
export async function demoteParticipants(chat: ChatModel, participants: ParticipantModel[]): Promise<void> {
  await modify('demote', chat, participants);
}
