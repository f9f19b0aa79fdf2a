import { serverLink } from '#page/socket/server-link.ts';
import type { Wid } from '#page/contacts/WAWebWidFactory.ts';

/** What somebody says of themselves; a status that is no text where it is not told. */
export async function getStatus({ wid }: { wid: Wid }): Promise<{ id: Wid; status: unknown }> {
  return { id: wid, status: await serverLink.request('about', { wid: wid._serialized }) };
}

/** What this account says of itself. */
export async function setMyStatus(about: string): Promise<void> {
  await serverLink.request('set_about', { about });
}
