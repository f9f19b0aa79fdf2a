/** A file in a session's media folder: what is known of it without asking anybody. */
export interface MediaFile {
  readonly file: string;
  readonly size: number;
  readonly sha256: string;
  /** What its first bytes say it is. */
  readonly sniffed: string | null;
}

const typePattern = /^[a-z0-9.+-]{1,80}\/[a-z0-9.+-]{1,100}$/;
const extensions: Readonly<Record<string, string>> = {
  'image/jpeg': 'jpg',
  'image/png': 'png',
  'image/webp': 'webp',
  'video/mp4': 'mp4',
  'video/3gpp': '3gp',
  'video/quicktime': 'mov',
  'audio/mpeg': 'mp3',
  'audio/mp4': 'm4a',
  'audio/aac': 'aac',
  'audio/amr': 'amr',
  'audio/ogg; codecs=opus': 'ogg',
  'application/pdf': 'pdf',
};

/** A content type from outside without its parameters, or null where it is none. */
export function declaredType(text: string | undefined): string | null {
  const type = text?.split(';', 1)[0]?.trim().toLowerCase() ?? '';
  return typePattern.test(type) ? type : null;
}

/** A file name that people see, of one that comes from outside; it names nothing on this machine. */
export function shownName(text: string | null, kind: string, type: string): string {
  const base = text?.split(/[/\\]/).at(-1) ?? '';
  // No control characters, and none that turn the direction of writing: "exe.gpj" must not look like "jpg.exe".
  const name = base.replaceAll(/[\p{Cc}\u202a-\u202e\u2066-\u2069]/gu, '').trim();
  return name === '' || name === '.' || name === '..' ? `${kind}.${extensions[type] ?? 'bin'}` : name.slice(0, 255);
}
