import { WAWebCallCollection } from '#page/calls/WAWebCallCollection.ts';
import { createWid, type Wid } from '#page/contacts/WAWebWidFactory.ts';
import type { ServerFrame } from '../../protocol/server-frames.ts';

type Frame<Kind extends ServerFrame['kind']> = Extract<ServerFrame, { kind: Kind }>;

/** A call as the page knows it. */
export type CallModel = {
  id: string;
  peerJid: Wid;
  isVideo: boolean;
  isGroup: boolean;
  canHandleLocally: boolean;
  outgoing: boolean;
  webClientShouldHandle: boolean;
  participants: Wid[];
};

/** Somebody calls. */
export function onCall({ id, from, isVideo, isGroup }: Frame<'call'>): void {
  const peerJid = createWid(`${from}@c.us`);
  const rest = { canHandleLocally: false, outgoing: false, webClientShouldHandle: false };
  WAWebCallCollection.calls.set(id, { id, peerJid, isVideo, isGroup, ...rest, participants: isGroup ? [peerJid] : [] });
}

/** It rings no longer. */
export function onCallOver({ id }: Frame<'call_over'>): void {
  WAWebCallCollection.calls.delete(id);
}
