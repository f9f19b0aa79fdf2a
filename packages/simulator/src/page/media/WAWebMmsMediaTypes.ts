/** The kind under which the servers keep media. */
export function msgToMediaType({ type, isGif }: { type: string; isGif?: boolean }): string {
  return type === 'video' && isGif === true ? 'gif' : type;
}

export function castToV4(type: string): string {
  return type;
}
