import { ProfilePicThumb } from '#page/contacts/profile-pic-collection.ts';
import { serverLink } from '#page/socket/server-link.ts';
import type { Wid } from '#page/contacts/WAWebWidFactory.ts';

type Picture = { id: Wid; eurl: string; tag: string };

/** What the server refuses. */
class ServerStatusCodeError extends Error {
  override readonly name = 'ServerStatusCodeError';
  readonly statusCode = 404;
}

/** Where somebody's picture is; throws where there is none. */
export async function requestProfilePicFromServer({ id }: { id: Wid }): Promise<Picture> {
  const tag = await serverLink.request('picture', { wid: id._serialized });
  if (typeof tag !== 'string') throw new ServerStatusCodeError('item-not-found');
  return { id, tag, eurl: `${location.origin}/pictures/${tag}.jpg` };
}

/** Sets the picture of this account; both are data URLs. */
export async function sendSetPicture(wid: Wid, thumbnail: string, picture: string): Promise<{ status: number }> {
  await serverLink.request('set_picture', { wid: wid._serialized, thumbnail, picture });
  await ProfilePicThumb.find(wid);
  return { status: 200 };
}

/** Takes the picture away. */
export async function requestDeletePicture(wid: Wid): Promise<{ status: number }> {
  await serverLink.request('delete_picture', { wid: wid._serialized });
  await ProfilePicThumb.find(wid);
  return { status: 200 };
}
