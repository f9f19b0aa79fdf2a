/** Django's base URL without a slash at its end, or undefined where it is no plain http(s) URL. */
export function parseDjangoUrl(text: string): string | undefined {
  if (!URL.canParse(text)) return undefined;
  const url = new URL(text);
  const isPlain =
    (url.protocol === 'http:' || url.protocol === 'https:') &&
    url.username === '' &&
    url.password === '' &&
    !text.includes('?') &&
    !text.includes('#');
  return isPlain ? url.href.replace(/\/+$/, '') : undefined;
}
