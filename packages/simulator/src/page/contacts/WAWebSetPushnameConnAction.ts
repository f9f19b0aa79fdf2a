import { Conn } from '#page/socket/WAWebConnModel.ts';
import { serverLink } from '#page/socket/server-link.ts';

/** Renames the account. */
export async function setPushname(pushname: string): Promise<void> {
  await serverLink.request('pushname', { pushname });
  Conn.set({ pushname });
}
