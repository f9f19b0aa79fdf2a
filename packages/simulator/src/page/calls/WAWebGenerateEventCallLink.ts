/** The address of a call that begins at a time, in seconds since the epoch. */
export function createEventCallLink(_startTime: number, kind: 'video' | 'voice'): Promise<string> {
  const bytes = [...crypto.getRandomValues(new Uint8Array(11))];
  const token = bytes.map((byte) => byte.toString(16).padStart(2, '0')).join('');
  return Promise.resolve(`https://call.whatsapp.com/${kind}/${token}`);
}
