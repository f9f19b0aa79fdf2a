import { createWid, type Wid, type WidLike } from '#page/contacts/WAWebWidFactory.ts';

type Parts = {
  id: string;
  fromMe?: boolean;
  remote?: WidLike;
  from?: Wid;
  to?: Wid;
  selfDir?: 'in' | 'out';
  participant?: Wid | undefined;
};

/** Names a message: the direction, the chat, the id, and in groups who wrote it. */
export class WAWebMsgKey {
  readonly fromMe: boolean;
  readonly remote: Wid;
  readonly id: string;
  declare readonly participant?: Wid;
  readonly _serialized: string;

  constructor({ id, fromMe, remote, from, to, selfDir, participant }: Parts) {
    const chat = remote ?? (selfDir === 'in' ? from : to);
    if (!chat) throw new Error('A message key needs the chat it belongs to.');
    this.fromMe = fromMe ?? selfDir === 'out';
    this.remote = createWid(chat);
    this.id = id;
    if (participant) this.participant = participant;
    const tail = participant ? `_${participant._serialized}` : '';
    this._serialized = `${String(this.fromMe)}_${this.remote._serialized}_${id}${tail}`;
  }

  static fromString(text: string): WAWebMsgKey {
    const [fromMe, remote, id, participant] = text.split('_');
    if (remote === undefined || id === undefined) throw new Error(`This is no message id: ${text}`);
    return new WAWebMsgKey({
      fromMe: fromMe === 'true',
      remote,
      id,
      participant: participant === undefined ? undefined : createWid(participant),
    });
  }

  static newId(): Promise<string> {
    const bytes = [...crypto.getRandomValues(new Uint8Array(9))];
    return Promise.resolve(`3EB0${bytes.map((byte) => byte.toString(16).padStart(2, '0')).join('')}`.toUpperCase());
  }

  toString(): string {
    return this._serialized;
  }
}
