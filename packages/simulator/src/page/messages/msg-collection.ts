import { Collection } from '#page/core/collection.ts';
import { msgFromWire, MsgModel } from '#page/messages/WAWebMsgModel.ts';
import { serverLink } from '#page/socket/server-link.ts';
import type { WireMessage } from '../../protocol/server-frames.ts';
import { WAWebMsgKey as MsgKey } from '#page/messages/WAWebMsgKey.ts';

export class MsgCollection extends Collection<MsgModel> {
  readonly modelClass = MsgModel;

  /** Also asks the server: not all of the history is loaded here. */
  async getMessagesById(ids: string[]): Promise<{ messages: MsgModel[] }> {
    const messages: MsgModel[] = [];
    for (const id of ids) {
      const found = this.get(id) ?? (await this.#ask(id));
      if (found) messages.push(found);
    }
    return { messages };
  }

  async search(text: string, page = 1, count = 50, remote?: string): Promise<{ messages: MsgModel[] }> {
    const found = this.filter((msg) => {
      const inChat = remote === undefined || msg.id.remote._serialized === remote;
      return inChat && msg.body?.toLowerCase().includes(text.toLowerCase()) === true;
    });
    return Promise.resolve({ messages: found.slice((page - 1) * count, page * count) });
  }

  async #ask(id: string): Promise<MsgModel | undefined> {
    const wire = (await serverLink.request('message', { id: MsgKey.fromString(id).id })) as WireMessage | null;
    if (!wire) return undefined;
    const msg = msgFromWire(wire, false);
    return msg.id._serialized === id ? msg : undefined;
  }
}

/** Every message that this page has loaded. */
export const Msg = new MsgCollection();
