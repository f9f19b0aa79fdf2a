import { Chat } from '#page/chats/chat-collection.ts';
import { keyText, type Key } from '#page/core/collection.ts';
import type { GroupMetadataModel } from '#page/groups/WAWebGroupMetadataModel.ts';
import { serverLink } from '#page/socket/server-link.ts';
import type { WireGroup } from '../../protocol/server-frames.ts';

/** What this account knows of its groups; their chats hold it. */
export const GroupMetadata = {
  get(key: Key): GroupMetadataModel | undefined {
    return Chat.get(key)?.groupMetadata;
  },

  getModelsArray(): GroupMetadataModel[] {
    return Chat.getModelsArray().flatMap(({ groupMetadata }) => groupMetadata ?? []);
  },

  /** Asks the server anew; what it refuses, as of a group that was left, leaves what is known. */
  async update(key: Key): Promise<void> {
    try {
      const wire = (await serverLink.request('group', { group: keyText(key) })) as WireGroup;
      Chat.learnGroup(wire);
    } catch (error) {
      if (error instanceof Error && error.name !== 'ServerStatusCodeError') throw error;
    }
  },
};
