/** What the scripts below share: the account's own role in a group, and what is told of it. */
const telling = `
  const { Chat } = window.require('WAWebCollections');
  const { getMaybeMePnUser, getMaybeMeLidUser } = window.require('WAWebUserPrefsMeUser');
  const roleOf = (participant) =>
    !participant ? null : participant.isSuperAdmin ? 'superadmin' : participant.isAdmin ? 'admin' : 'member';
  const myRole = (group) => {
    const ids = [getMaybeMePnUser(), getMaybeMeLidUser()].filter(Boolean);
    return roleOf(ids.map((id) => group.participants.get(id._serialized)).find(Boolean));
  };
  const describe = (chat) => {
    const group = chat.groupMetadata;
    return {
      id: chat.id._serialized,
      subject: group.subject ?? chat.formattedTitle,
      description: group.desc,
      owner: group.owner?._serialized,
      creation: group.creation,
      role: myRole(group),
      announce: group.announce === true,
      restrict: group.restrict === true,
      adminsAdd: group.memberAddMode !== 'all_member_add' && group.memberAddMode !== true,
      approval: group.membershipApprovalMode === true,
      count: group.participants.getModelsArray().length,
      unreadCount: chat.unreadCount,
      t: chat.t,
    };
  };
  const refresh = async (id) => {
    try {
      await window.require('WAWebGroupQueryJob').queryAndUpdateGroupMetadataById({ id });
    } catch (error) {
      if (error.name !== 'ServerStatusCodeError') throw error;
    }
  };`;

/** One page of the account's groups by their ids. The library's getChats() asks the server for each group anew. */
export function groupPageScript(after: string | null, limit: number): string {
  return `
(() => {${telling}
  const mine = Chat.getModelsArray().filter(({ groupMetadata }) => groupMetadata?.participants && myRole(groupMetadata));
  const all = mine.sort((a, b) => (a.id._serialized < b.id._serialized ? -1 : 1));
  const from = all.findIndex(({ id }) => id._serialized > ${JSON.stringify(after ?? '')});
  const page = from === -1 ? [] : all.slice(from, from + ${limit});
  return { groups: page.map(describe), next: from !== -1 && from + page.length < all.length ? page.at(-1).id._serialized : null };
})()`;
}

/** A group as the server has it now; null where the page has no such chat, role null where the account is not in it. */
export function groupScript(groupId: string): string {
  return `
(async () => {${telling}
  const id = ${JSON.stringify(groupId)};
  await refresh(id);
  const chat = Chat.get(id);
  return chat?.groupMetadata?.participants ? describe(chat) : null;
})()`;
}

/** Whether a group has a picture, which the account may take away. The library fails where the page has not looked at it. */
export function groupPictureScript(groupId: string): string {
  return `
(async () => {
  const { createWid } = window.require('WAWebWidFactory');
  const picture = await window.require('WAWebCollections').ProfilePicThumb.find(createWid(${JSON.stringify(groupId)}));
  return Boolean(picture?.canDelete());
})()`;
}

/** One page of a group's participants by their ids in it, as far as the page knows them. */
export function participantPageScript(groupId: string, after: string | null, limit: number): string {
  return `
(() => {${telling}
  const { toPn } = window.require('WAWebLidMigrationUtils');
  const { getCurrentLid } = window.require('WAWebApiContact');
  const participants = Chat.get(${JSON.stringify(groupId)})?.groupMetadata?.participants;
  const all = (participants?.getModelsArray() ?? []).sort((a, b) => (a.id._serialized < b.id._serialized ? -1 : 1));
  const from = all.findIndex(({ id }) => id._serialized > ${JSON.stringify(after ?? '')});
  const page = from === -1 ? [] : all.slice(from, from + ${limit});
  return {
    participants: page.map((participant) => {
      const { id } = participant;
      const lid = id.isLid() ? id : getCurrentLid(id);
      return { id: (toPn(id) ?? id)._serialized, lid: lid?._serialized, role: roleOf(participant) };
    }),
    next: from !== -1 && from + page.length < all.length ? page.at(-1).id._serialized : null,
  };
})()`;
}

/** The roles of some people in a group, in their order; null for who is not in it. \`anew\` asks the server first. */
export function rolesScript(groupId: string, people: readonly string[], anew: boolean): string {
  return `
(async () => {${telling}
  const id = ${JSON.stringify(groupId)};
  if (${anew}) await refresh(id);
  const { participants } = Chat.get(id).groupMetadata;
  const roles = [];
  for (const person of ${JSON.stringify(people)}) {
    const { lid, phone } = await window.WWebJS.enforceLidAndPnRetrieval(person);
    roles.push(roleOf(participants.get(lid?._serialized) || participants.get(phone?._serialized)));
  }
  return roles;
})()`;
}
