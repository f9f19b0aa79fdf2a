import { Model } from '#page/core/model.ts';
import { serverLink } from '#page/socket/server-link.ts';

/** Notes something of a customer, in place of what was noted. */
export async function noteAddAction(_type: string, jid: string, content: string): Promise<void> {
  await serverLink.request('set_note', { wid: jid, content });
}

/** What is noted of a customer. */
export async function retrieveOnlyNoteForChatJid(jid: string): Promise<Model | undefined> {
  const note = (await serverLink.request('note', { wid: jid })) as Record<string, unknown> | null;
  return note === null ? undefined : new Model().set({ ...note, chatJid: jid, type: 'unstructured' });
}
