import type { ChatModel } from '#page/chats/WAWebChatModel.ts';
import { Emitter } from '#page/core/emitter.ts';
import type { MsgModel } from '#page/messages/WAWebMsgModel.ts';
import { serverLink } from '#page/socket/server-link.ts';

type Selection = { list: MsgModel[] };

async function forEach(messages: MsgModel[], method: string, params: Record<string, unknown> = {}): Promise<void> {
  for (const { id } of messages) await serverLink.request(method, { messageId: id.id, ...params });
}

export class CmdModel extends Emitter {
  refreshQR(): void {
    this.trigger('refresh_qr');
  }

  async archiveChat({ id }: ChatModel, archived: boolean): Promise<void> {
    await serverLink.request('archive', { chat: id._serialized, archived });
  }

  async pinChat({ id }: ChatModel, pinned: boolean): Promise<void> {
    await serverLink.request('pin_chat', { chat: id._serialized, pinned });
  }

  async markChatUnread({ id }: ChatModel, unread: boolean): Promise<void> {
    await serverLink.request('mark_unread', { chat: id._serialized, unread });
  }

  /** Deletes for everyone. */
  async sendRevokeMsgs(_chat: ChatModel, { list }: Selection): Promise<void> {
    await forEach(list, 'revoke');
  }

  /** Deletes for this account. */
  async sendDeleteMsgs(_chat: ChatModel, { list }: Selection): Promise<void> {
    await forEach(list, 'hide');
  }

  async sendStarMsgs(_chat: ChatModel, messages: MsgModel[]): Promise<void> {
    await forEach(messages, 'star', { starred: true });
  }

  async sendUnstarMsgs(_chat: ChatModel, messages: MsgModel[]): Promise<void> {
    await forEach(messages, 'star', { starred: false });
  }
}

/** The page's command bus. */
export const Cmd = new CmdModel();
