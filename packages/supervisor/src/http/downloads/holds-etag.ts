const tag = /(?:W\/)?("[^"]*")/g;

/**
 * Whether `If-None-Match` names a file, alone or in a list. The comparison is the weak one (RFC 9110, 13.1.2): a proxy that compresses makes a tag
 * weak. `*` holds nothing here: whether there is a file is known only when it was fetched.
 */
export function holdsEtag(header: string | undefined, etag: string): boolean {
  return [...(header ?? '').matchAll(tag)].some(([, opaque]) => opaque === etag);
}
