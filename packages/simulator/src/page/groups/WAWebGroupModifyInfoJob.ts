import type { Wid } from '#page/contacts/WAWebWidFactory.ts';
import { serverLink } from '#page/socket/server-link.ts';

/** Changes the subject. */
export async function setGroupSubject(wid: Wid, subject: string): Promise<void> {
  await serverLink.request('group_update', { group: wid._serialized, change: { subject } });
}

/** Changes the description; an empty one takes it away. */
export async function setGroupDescription(wid: Wid, description: string): Promise<void> {
  await serverLink.request('group_update', { group: wid._serialized, change: { description } });
}
