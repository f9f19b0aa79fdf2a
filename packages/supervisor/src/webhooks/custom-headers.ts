/** What the service sets itself, what names the connection, and what would change how the body is read. */
const reserved = new Set([
  'accept',
  'connection',
  'content-encoding',
  'content-length',
  'content-type',
  'expect',
  'host',
  'keep-alive',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
  'user-agent',
]);
const mostHeaders = 20;
const namePattern = /^[A-Za-z0-9!#$%&'*+.^_`|~-]{1,64}$/;
/** Visible ASCII with spaces between: no line breaks, so that no header can be smuggled in. */
const valuePattern = /^[!-~](?:[ -~]{0,2046}[!-~])?$/;

/** What is wrong with a webhook's own headers, without their values; undefined where nothing is. */
export function headersFault(headers: Readonly<Record<string, string>>): { name: string; message: string } | undefined {
  const names = Object.keys(headers);
  if (names.length > mostHeaders) return { name: '', message: `must have at most ${mostHeaders} headers` };
  const seen = new Set<string>();
  for (const name of names) {
    const lower = name.toLowerCase();
    if (!namePattern.test(name)) return { name: '', message: 'has a name that is none of a header' };
    if (reserved.has(lower) || lower.startsWith('webhook-')) return { name, message: 'is a header that the service sets itself' };
    if (seen.has(lower)) return { name, message: 'is there twice' };
    seen.add(lower);
    if (!valuePattern.test(headers[name] ?? '')) return { name, message: 'must be 1 to 2048 visible ASCII characters on one line' };
  }
  return undefined;
}
