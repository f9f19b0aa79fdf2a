import { Chat } from '#page/chats/chat-collection.ts';
import type { ChatModel } from '#page/chats/WAWebChatModel.ts';
import { Collection } from '#page/core/collection.ts';
import { chatWid } from '#page/contacts/WAWebWidFactory.ts';
import { Model } from '#page/core/model.ts';
import { serverLink } from '#page/socket/server-link.ts';
import type { WireLabel } from '../../protocol/server-frames.ts';

type LabelItem = { parentType: 'Chat'; parentId: string };
type Action = { id: string; type: 'add' | 'remove' };

class LabelModel extends Model {
  readonly id: string;
  name = '';
  hexColor = '';
  #items: LabelItem[] = [];

  constructor(id: string) {
    super();
    this.id = id;
  }

  get labelItemCollection(): { getModelsArray(): LabelItem[] } {
    return { getModelsArray: () => this.#items };
  }

  learn({ name, color, chats }: WireLabel): void {
    this.#items = chats.map((chat) => ({ parentType: 'Chat', parentId: chatWid(chat)._serialized }));
    this.set({ name, hexColor: color });
  }
}

export class LabelCollection extends Collection<LabelModel> {
  become(wires: readonly WireLabel[]): void {
    for (const { id } of this.getModelsArray()) if (!wires.some((wire) => wire.id === id)) this.remove(id);
    for (const wire of wires) (this.get(wire.id) ?? this.add(new LabelModel(wire.id))).learn(wire);
    for (const chat of Chat.getModelsArray()) {
      const labels = this.filter((label) =>
        label.labelItemCollection.getModelsArray().some((item) => chat.id._serialized === item.parentId),
      );
      chat.set({ labels: labels.map(({ id }) => id) });
    }
  }

  /** Gives each of these chats the same labels, and takes the same from each. */
  async addOrRemoveLabels(actions: Action[], chats: ChatModel[]): Promise<void> {
    const idsOf = (type: Action['type']) => actions.filter((action) => action.type === type).map(({ id }) => id);
    const ids = chats.map(({ id }) => id._serialized);
    await serverLink.request('change_labels', { chats: ids, added: idsOf('add'), removed: idsOf('remove') });
  }
}

/** The labels of a business account. */
export const Label = new LabelCollection();
