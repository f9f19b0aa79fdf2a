import { encodeB64 } from '#page/linking/WABase64.ts';

/** Where uploaded bytes lie. They are not encrypted here: the key opens nothing, and both hashes are of the same bytes. */
export type Uploaded = { directPath: string; url: string; mediaKey: string; mediaKeyTimestamp: number; encFilehash: string };

const uploadPath = '/mms/upload';
const keyBytes = 32;

/** Hands bytes to the server. */
export async function upload(blob: Blob): Promise<Uploaded> {
  const response = await fetch(uploadPath, { method: 'POST', body: blob });
  if (!response.ok) throw new Error(`The media server answered ${response.status}.`);
  const { directPath, filehash } = (await response.json()) as { directPath: string; filehash: string };
  return {
    directPath,
    url: new URL(directPath, location.origin).href,
    mediaKey: encodeB64(crypto.getRandomValues(new Uint8Array(keyBytes))),
    mediaKeyTimestamp: Math.floor(Date.now() / 1000),
    encFilehash: filehash,
  };
}

/** Has bytes from the server; what it throws has the status, as the real one's has. */
export async function download(directPath: string): Promise<ArrayBuffer> {
  const response = await fetch(directPath, { cache: 'no-store' });
  if (!response.ok) throw Object.assign(new Error(`The media server answered ${response.status}.`), { status: response.status });
  return response.arrayBuffer();
}
