/** A WhatsApp id: somebody or something, and the part of WhatsApp it lives in. */
export class Wid {
  readonly server: string;
  readonly user: string;
  readonly _serialized: string;

  constructor(user: string, server: string) {
    this.server = server;
    this.user = user;
    this._serialized = `${user}@${server}`;
  }

  isUser(): boolean {
    return this.server === 'c.us' || this.server === 'lid';
  }

  isLid(): boolean {
    return this.server === 'lid';
  }

  isGroup(): boolean {
    return this.server === 'g.us';
  }

  isNewsletter(): boolean {
    return this.server === 'newsletter';
  }

  isBroadcast(): boolean {
    return this.server === 'broadcast';
  }

  isStatus(): boolean {
    return this._serialized === 'status@broadcast';
  }

  equals(other: { _serialized: string } | undefined): boolean {
    return other?._serialized === this._serialized;
  }

  toJid(): string {
    return this.server === 'c.us' ? `${this.user}@s.whatsapp.net` : this._serialized;
  }

  toString(): string {
    return this._serialized;
  }

  toJSON(): string {
    return this._serialized;
  }
}

/** Anything that names a WhatsApp id. */
export type WidLike = string | { _serialized: string };

/** Reads `user@server`; throws for anything else, as the real one does. */
export function createWid(like: WidLike): Wid {
  if (like instanceof Wid) return like;
  const text = typeof like === 'string' ? like : like._serialized;
  const [, user, server] = /^([^@:\s]+)(?::\d+)?@(c\.us|s\.whatsapp\.net|lid|g\.us|newsletter|broadcast)$/.exec(text) ?? [];
  if (user === undefined || server === undefined) throw new Error(`wid error: invalid wid: ${text}`);
  return new Wid(user, server === 's.whatsapp.net' ? 'c.us' : server);
}

/** The id of a chat as the server names it: a bare phone number, or an id that says what it is. */
export function chatWid(chat: string): Wid {
  return createWid(chat.includes('@') ? chat : `${chat}@c.us`);
}

/** The same, for an id that lost its class. */
export function createWidFromWidLike(like: WidLike): Wid {
  return createWid(like);
}

/** A person's id; throws for a group's. */
export function asUserWidOrThrow(like: WidLike): Wid {
  const wid = createWid(like);
  if (!wid.isUser()) throw new Error(`wid error: ${wid._serialized} is no user`);
  return wid;
}
