import { Chat } from '#page/chats/chat-collection.ts';
import { Collection, type Key } from '#page/core/collection.ts';
import { Conn } from '#page/socket/WAWebConnModel.ts';
import { createWid, type Wid } from '#page/contacts/WAWebWidFactory.ts';
import { Model } from '#page/core/model.ts';
import { serverLink } from '#page/socket/server-link.ts';

class ProfilePicThumbModel extends Model {
  readonly id: Wid;
  tag: string | undefined;
  img: string | undefined;

  constructor(id: Wid) {
    super();
    this.id = id;
  }

  /** Whether this account may change the picture: its own, and those of groups where it may change what the group says of itself. */
  canSet(): boolean {
    const group = Chat.get(this.id)?.groupMetadata;
    return this.id.equals(Conn.wid) || (group !== undefined && (!group.restrict || group.participants.iAmAdmin()));
  }

  canDelete(): boolean {
    return this.canSet() && this.tag !== undefined;
  }
}

export class ProfilePicThumbCollection extends Collection<ProfilePicThumbModel> {
  /** The picture's model, with what the server says now. */
  async find(key: Key): Promise<ProfilePicThumbModel> {
    const id = createWid(key);
    const model = this.get(id) ?? this.add(new ProfilePicThumbModel(id));
    const told = await serverLink.request('picture', { wid: id._serialized });
    const tag = typeof told === 'string' ? told : undefined;
    model.set({ tag, img: tag === undefined ? undefined : `${location.origin}/pictures/${tag}.jpg` });
    return model;
  }
}

/** The profile pictures that this page has looked at. */
export const ProfilePicThumb = new ProfilePicThumbCollection();
