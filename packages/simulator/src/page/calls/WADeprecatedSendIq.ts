import type { Stanza } from '#page/calls/WAWap.ts';
import { serverLink } from '#page/socket/server-link.ts';

/** Sends an element that nothing answers; the server here knows one: the rejection of a call. */
export async function deprecatedCastStanza({ tag, content }: Stanza): Promise<void> {
  const rejection = content.find((child) => child.tag === 'reject');
  if (tag !== 'call' || !rejection) throw new Error(`The server here takes no <${tag}>.`);
  await serverLink.request('reject_call', { id: rejection.attrs['call-id'] ?? '' });
}
