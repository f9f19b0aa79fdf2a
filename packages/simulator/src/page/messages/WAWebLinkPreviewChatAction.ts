type Preview = { title: string; description: string; canonicalUrl: string; matchedText: string };

/** No page can be fetched here: a link's preview is the name of its host. */
export function getLinkPreview({ href, url }: { href: string; url: string }): Promise<{ data: Preview }> {
  const { host } = new URL(href);
  return Promise.resolve({ data: { title: host, description: '', canonicalUrl: href, matchedText: url } });
}
