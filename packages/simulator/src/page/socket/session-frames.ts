import { applySnapshot } from '#page/chats/snapshot.ts';
import { Cmd } from '#page/socket/WAWebCmd.ts';
import { Conn } from '#page/socket/WAWebConnModel.ts';
import { Msg } from '#page/messages/msg-collection.ts';
import { OfflineMessageHandler } from '#page/socket/WAWebOfflineHandler.ts';
import { serverLink } from '#page/socket/server-link.ts';
import { Socket } from '#page/socket/WAWebSocketModel.ts';
import type { ServerFrame } from '../../protocol/server-frames.ts';

type Frame<Kind extends ServerFrame['kind']> = Extract<ServerFrame, { kind: Kind }>;

/** The server knows this device. */
export function onConnected(frame: Frame<'connected'>): void {
  Conn.become(frame.me);
  applySnapshot(frame);
  serverLink.ready();
  Socket.set({ state: 'CONNECTED' });
}

/** So many percent of what waited have come. */
export async function onProgress({ percent }: Frame<'progress'>): Promise<void> {
  await Cmd.whenListened('offline_progress_update_from_bridge');
  OfflineMessageHandler.setOfflineDeliveryProgress(percent);
  Cmd.trigger('offline_progress_update_from_bridge');
}

/** All is there; said only to a listener, whatsapp-web.js would wait forever for what it missed. */
export async function onSynced(): Promise<void> {
  await Socket.whenListened('change:hasSynced');
  // Whoever listens is in the middle of it: the loading percents come first.
  await new Promise((resolve) => {
    setTimeout(resolve);
  });
  Socket.set({ hasSynced: true });
  await Msg.whenListened('add');
  serverLink.send({ kind: 'listening' });
}

/** The real page may sync again at any time, and whatsapp-web.js then says ready again. */
export function onResync(): void {
  Socket.trigger('change:hasSynced', Socket, true, true);
}

/** Another browser connected as this device. */
export function onConflict(): void {
  serverLink.close();
  Socket.set({ state: 'CONFLICT' });
}
