import { Msg } from '#page/messages/msg-collection.ts';
import type { WAWebMsgKey as MsgKey } from '#page/messages/WAWebMsgKey.ts';

/** Where reactions arrive; whatsapp-web.js listens by replacing the function. */
export const reactionTableMode = {
  bulkUpsert(reactions: Array<{ reactionParentKey: MsgKey; reactionText: string }>): void {
    for (const { reactionParentKey, reactionText } of reactions) {
      Msg.get(reactionParentKey)?.set({ hasReaction: reactionText !== '' });
    }
  },
};
