import * as calls from '#page/calls/call-frames.ts';
import * as amendments from '#page/messages/amendment-frames.ts';
import * as channels from '#page/channels/channel-frames.ts';
import * as chats from '#page/chats/chat-frames.ts';
import * as faults from '#page/socket/fault-frames.ts';
import * as linking from '#page/linking/link-frames.ts';
import * as messages from '#page/messages/message-frames.ts';
import * as numbers from '#page/contacts/number-frames.ts';
import * as people from '#page/contacts/people-frames.ts';
import * as session from '#page/socket/session-frames.ts';
import * as socketActions from '#page/socket/socket-actions.ts';
import * as statuses from '#page/status/status-frames.ts';
import { advSecret, identityKeyPair, noiseKeyPair } from '#page/linking/key-pairs.ts';
import { Cmd } from '#page/socket/WAWebCmd.ts';
import { DEVICE_PLATFORM } from '#page/linking/WAWebCompanionRegClientUtils.ts';
import { encodeB64 } from '#page/linking/WABase64.ts';
import { loadCredentials } from '#page/linking/credentials.ts';
import { serverLink } from '#page/socket/server-link.ts';
import { Socket } from '#page/socket/WAWebSocketModel.ts';
import type { PageFrame } from '../../protocol/page-frames.ts';
import type { ServerFrame } from '../../protocol/server-frames.ts';

type Handlers = { [K in Exclude<ServerFrame['kind'], 'response'>]: (frame: Extract<ServerFrame, { kind: K }>) => unknown };

const handlers: Handlers = {
  unpaired: linking.onUnpaired,
  ref: linking.onRef,
  refs_used_up: linking.onRefsUsedUp,
  paired: linking.onPaired,
  removed: linking.onRemoved,
  logout: linking.onLogout,
  connected: session.onConnected,
  progress: session.onProgress,
  synced: session.onSynced,
  resync: session.onResync,
  conflict: session.onConflict,
  message: messages.onMessage,
  group: messages.onGroup,
  channels: channels.onChannels,
  channel: channels.onChannel,
  channel_post: channels.onChannelPost,
  channel_removed: channels.onChannelRemoved,
  ack: messages.onAck,
  reaction: messages.onReaction,
  amended: amendments.onAmended,
  vote: amendments.onVote,
  chat: chats.onChat,
  emptied: chats.onEmptied,
  unread: messages.onUnread,
  chatstate: messages.onChatstate,
  people: people.onPeople,
  statuses: statuses.onStatuses,
  call: calls.onCall,
  call_over: calls.onCallOver,
  number_changed: numbers.onNumberChanged,
  faults: faults.onFaults,
  hang: faults.onHang,
};

async function hello(): Promise<PageFrame> {
  const keys = {
    noise: encodeB64(noiseKeyPair.pubKey),
    identity: encodeB64(identityKeyPair.pubKey),
    advSecret,
    platform: DEVICE_PLATFORM,
  };
  return { kind: 'hello', credentials: await loadCredentials(), keys };
}

function receive(frame: ServerFrame): void {
  if (frame.kind === 'response') return;
  const handle: (frame: never) => unknown = handlers[frame.kind];
  Reflect.apply(handle, undefined, [frame]);
}

/** Wires the page's parts together and opens the connection. */
export function startPage(): void {
  Socket.attach(socketActions);
  serverLink.setUp(hello, receive);
  Cmd.on('refresh_qr', () => serverLink.notify('refresh_qr', {}));
  serverLink.open();
}
