import { Collection } from '#page/core/collection.ts';
import { Conn } from '#page/socket/WAWebConnModel.ts';
import { createWid, type Wid } from '#page/contacts/WAWebWidFactory.ts';
import { Model } from '#page/core/model.ts';
import { Msg } from '#page/messages/msg-collection.ts';
import { WAWebMsgKey as MsgKey } from '#page/messages/WAWebMsgKey.ts';
import { MsgModel } from '#page/messages/WAWebMsgModel.ts';
import type { WireStatus } from '../../protocol/server-frames.ts';

class StatusModel extends Model {
  readonly id: Wid;
  readonly msgs = new Collection<MsgModel>();
  unreadCount = 0;

  constructor(id: Wid) {
    super();
    this.id = id;
  }

  override serialize(): Record<string, unknown> {
    const msgs = this.msgs.getModelsArray();
    const { id, unreadCount } = this;
    return { id, t: msgs.at(-1)?.t, totalCount: msgs.length, unreadCount, msgs: msgs.map((msg) => msg.serialize()) };
  }
}

export class StatusCollection extends Collection<StatusModel> {
  getMyStatus(): StatusModel | undefined {
    return this.get(Conn.wid);
  }

  /** Takes over what is shown now; what is new is announced where it is news. */
  become(wires: readonly WireStatus[], isNews: boolean): void {
    const shown = wires.map((wire) => ({ wire, key: keyOf(wire) }));
    for (const status of this.getModelsArray()) {
      const gone = status.msgs.filter(({ id }) => !shown.some(({ key }) => key._serialized === id._serialized));
      for (const msg of gone) status.msgs.remove(msg.id)?.set({ type: 'revoked', body: '' });
      if (status.msgs.length === 0) this.remove(status.id);
    }
    for (const { wire, key } of shown) this.#learn(wire, key, isNews);
  }

  #learn(wire: WireStatus, key: MsgKey, isNews: boolean): void {
    const author = createWid(`${wire.number}@c.us`);
    const status = this.get(author) ?? this.add(new StatusModel(author));
    if (status.msgs.get(key)) return;
    const { text: body, color: backgroundColor, font, t } = wire;
    const facts = { id: key, type: 'chat', body, backgroundColor, font, t, ack: 1, isNewMsg: isNews };
    const msg = new MsgModel({ ...facts, from: author, to: key.remote, author, self: key.fromMe ? 'out' : 'in' });
    msg.isStatusV3 = true;
    status.msgs.add(msg);
    if (!key.fromMe) status.set({ unreadCount: status.unreadCount + 1 });
    Msg.add(msg);
  }
}

function keyOf({ id, number, fromMe }: WireStatus): MsgKey {
  return new MsgKey({ fromMe, remote: 'status@broadcast', id, participant: createWid(`${number}@c.us`) });
}

/** What people show for a day, this account too. */
export const Status = new StatusCollection();
