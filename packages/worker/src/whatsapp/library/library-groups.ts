import type { Static } from 'typebox';
import type { Client, GroupChat } from 'whatsapp-web.js';
import type {
  GroupData,
  GroupInviteInfo,
  GroupParticipant,
  MembershipRequest,
  ParticipantResult,
} from '@whatsapp-service/shared/ipc/group-data.ts';
import type { GroupChange } from '@whatsapp-service/shared/ipc/methods/group-methods.ts';
import type { PictureFile } from '@whatsapp-service/shared/ipc/picture-file.ts';
import {
  CallFailed,
  ChatNotFound,
  GroupRefused,
  InviteNotFound,
  MessageNotFound,
  NoInvitation,
  NotGroupAdmin,
  PictureRefused,
} from '../../worker-errors.ts';
import { groupDataOf, inviteInfoOf, participantOf } from '../group-data-of.ts';
import type { GroupInvite, GroupsPort, Invitations, ParticipantAct } from '../groups-port.ts';
import { idOf, listOf, property } from '../raw-value.ts';
import { evaluate } from './evaluate.ts';
import { groupPageScript, groupPictureScript, groupScript, participantPageScript } from './group-scripts.ts';
import { GroupPeople } from './group-people.ts';
import { unlessRefused } from './refusal.ts';
import { setPicture } from './set-picture.ts';

/** A description in a list is cut, so that a page of groups fits into a frame. */
const listedDescription = 1_000;

/** Groups by way of the library, whose silent failures become errors here. */
export class LibraryGroups implements GroupsPort {
  readonly #client: Client;
  readonly #people: GroupPeople;
  readonly #mediaDir: string;

  /** `mediaDir` is where pictures lie that are to be set. */
  constructor(client: Client, mediaDir: string) {
    this.#client = client;
    this.#mediaDir = mediaDir;
    this.#people = new GroupPeople(client);
  }

  async list(after: string | null, limit: number): Promise<{ groups: GroupData[]; next: string | null }> {
    const page = await evaluate(this.#client, groupPageScript(after, limit));
    const groups = listOf(property(page, 'groups'), limit).flatMap((raw) => groupDataOf(raw, listedDescription) ?? []);
    return { groups, next: idOf(property(page, 'next')) };
  }

  async get(groupId: string): Promise<GroupData> {
    const group = groupDataOf(await evaluate(this.#client, groupScript(groupId)));
    if (group === null) throw new ChatNotFound(groupId);
    return group;
  }

  async participants(
    groupId: string,
    after: string | null,
    limit: number,
  ): Promise<{ participants: GroupParticipant[]; next: string | null }> {
    await this.get(groupId);
    const page = await evaluate(this.#client, participantPageScript(groupId, after, limit));
    return { participants: listOf(property(page, 'participants'), limit).flatMap(participantOf), next: idOf(property(page, 'next')) };
  }

  async create(
    subject: string,
    participants: readonly string[],
    options: Invitations & { readonly membershipApproval: boolean },
  ): Promise<{ groupId: string; participants: ParticipantResult[] }> {
    return this.#people.create(subject, participants, options);
  }

  async update(groupId: string, change: Static<typeof GroupChange>): Promise<GroupData> {
    const group = await this.get(groupId);
    const { subject, description, ...settings } = change;
    if (Object.keys(settings).length > 0 || group.settings.info_admins_only) assertAdmin(group);
    const chat = await this.#chat(groupId);
    const { messagesAdminsOnly, infoAdminsOnly, addMembersAdminsOnly } = settings;
    const steps: [name: string, apply: (() => Promise<boolean>) | undefined][] = [
      ['subject', subject === undefined ? undefined : () => chat.setSubject(subject)],
      ['description', description === undefined ? undefined : () => chat.setDescription(description)],
      ['messages_admins_only', messagesAdminsOnly === undefined ? undefined : () => chat.setMessagesAdminsOnly(messagesAdminsOnly)],
      [
        'add_members_admins_only',
        addMembersAdminsOnly === undefined ? undefined : () => chat.setAddMembersAdminsOnly(addMembersAdminsOnly),
      ],
      ['info_admins_only', infoAdminsOnly === undefined ? undefined : () => chat.setInfoAdminsOnly(infoAdminsOnly)],
    ];
    const done: string[] = [];
    for (const [name, apply] of steps) {
      if (apply === undefined) continue;
      if (!(await apply()))
        throw new GroupRefused(`to change ${name}`, groupId, done.length === 0 ? '' : ` Already changed: ${done.join(', ')}.`);
      done.push(name);
    }
    return this.get(groupId);
  }

  async setPicture(groupId: string, picture: PictureFile): Promise<void> {
    const chat = await this.#editable(groupId);
    await setPicture(this.#mediaDir, picture, async (media) => chat.setPicture(media));
  }

  async removePicture(groupId: string): Promise<void> {
    const chat = await this.#editable(groupId);
    if ((await evaluate(this.#client, groupPictureScript(groupId))) !== true) return;
    if (!(await chat.deletePicture())) throw new PictureRefused();
  }

  async leave(groupId: string): Promise<void> {
    await this.get(groupId);
    const chat = await this.#chat(groupId);
    await unlessRefused(chat.leave(), () => new GroupRefused('to leave', groupId, ''));
  }

  async addParticipants(groupId: string, participants: readonly string[], invitations: Invitations): Promise<ParticipantResult[]> {
    assertAdmin(await this.get(groupId));
    return this.#people.add(await this.#chat(groupId), participants, invitations);
  }

  async changeParticipants(groupId: string, act: ParticipantAct, participants: readonly string[]): Promise<ParticipantResult[]> {
    assertAdmin(await this.get(groupId));
    return this.#people.change(await this.#chat(groupId), act, participants);
  }

  async inviteCode(groupId: string): Promise<string> {
    const group = await this.get(groupId);
    const chat = await this.#chat(groupId);
    const code: unknown = await chat.getInviteCode();
    if (typeof code === 'string' && code !== '') return code;
    assertAdmin(group);
    throw new GroupRefused('to tell the invite code', groupId, '');
  }

  async revokeInvite(groupId: string): Promise<string> {
    assertAdmin(await this.get(groupId));
    const chat = await this.#chat(groupId);
    // The library's types say that there is no answer; its code gives the new code.
    const code: unknown = await unlessRefused(chat.revokeInvite(), () => new GroupRefused('to revoke the invite code', groupId, ''));
    if (typeof code !== 'string' || code === '') throw new CallFailed('group.revoke_invite', 'it gave no new invite code');
    return code;
  }

  async inviteInfo(inviteCode: string): Promise<GroupInviteInfo> {
    const raw: unknown = await unlessRefused(this.#client.getInviteInfo(inviteCode), () => new InviteNotFound());
    const info = inviteInfoOf(raw);
    if (info === null) throw new InviteNotFound();
    return info;
  }

  async join(invite: GroupInvite): Promise<{ groupId: string; joined: boolean }> {
    if ('messageId' in invite) return this.#acceptInvitation(invite.messageId);
    const { group_id: groupId, membership_approval: approval } = await this.inviteInfo(invite.inviteCode);
    if (await this.#isIn(groupId)) return { groupId, joined: true };
    await unlessRefused(this.#client.acceptInvite(invite.inviteCode), () => new GroupRefused('to let the account in', groupId, ''));
    return { groupId, joined: (await this.#isIn(groupId)) || approval !== true };
  }

  async membershipRequests(groupId: string): Promise<MembershipRequest[]> {
    assertAdmin(await this.get(groupId));
    return this.#people.membershipRequests(groupId);
  }

  async decideRequests(groupId: string, requesters: readonly string[], approve: boolean): Promise<ParticipantResult[]> {
    assertAdmin(await this.get(groupId));
    return this.#people.decide(groupId, requesters, approve);
  }

  async #acceptInvitation(messageId: string): Promise<{ groupId: string; joined: boolean }> {
    const message = await this.#client.getMessageById(messageId).catch(() => null);
    if (message == null) throw new MessageNotFound(messageId);
    const groupId = idOf(property(message.inviteV4, 'groupId'));
    if (message.fromMe || groupId === null) throw new NoInvitation(messageId);
    if (await this.#isIn(groupId)) return { groupId, joined: true };
    await unlessRefused(message.acceptGroupV4Invite(), () => new InviteNotFound());
    return { groupId, joined: true };
  }

  async #isIn(groupId: string): Promise<boolean> {
    return groupDataOf(await evaluate(this.#client, groupScript(groupId))) !== null;
  }

  /** A group of which the account may change what it says of itself. */
  async #editable(groupId: string): Promise<GroupChat> {
    const group = await this.get(groupId);
    if (group.settings.info_admins_only) assertAdmin(group);
    return this.#chat(groupId);
  }

  async #chat(groupId: string): Promise<GroupChat> {
    const chat = await this.#client.getChatById(groupId);
    if (!isGroupChat(chat)) throw new ChatNotFound(groupId);
    return chat;
  }
}

function isGroupChat(chat: { readonly isGroup: boolean }): chat is GroupChat {
  return chat.isGroup;
}

function assertAdmin({ group_id: groupId, role }: GroupData): void {
  if (role === 'member') throw new NotGroupAdmin(groupId);
}
