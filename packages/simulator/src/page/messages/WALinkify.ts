type Link = { href: string; url: string; index: number; suspiciousCharacters: Set<string> };

const linkPattern = /\b(?:https?:\/\/|www\.)[^\s<>"']+[^\s<>"'.,;:!?)\]]/gi;

/** The links in a text. */
export function findLinks(text: string | undefined): Link[] {
  return [...(text ?? '').matchAll(linkPattern)].map(([url], index) => ({
    href: /^https?:/i.test(url) ? url : `http://${url}`,
    url,
    index,
    suspiciousCharacters: new Set<string>(),
  }));
}

/** The first link in a text. */
export function findLink(text: string | undefined): Link | null {
  return findLinks(text)[0] ?? null;
}
