import { Blocklist } from '#page/contacts/blocklist-collection.ts';
import { Label } from '#page/labels/label-collection.ts';
import type { ServerFrame } from '../../protocol/server-frames.ts';

/** What the account has besides contacts and chats; comes anew with each change of it. */
export function onPeople({ blocked, labels }: Extract<ServerFrame, { kind: 'people' }>): void {
  Blocklist.become(blocked);
  Label.become(labels);
}
