import ipaddr from 'ipaddr.js';

type Range = ReturnType<typeof ipaddr.parseCIDR>;

/** A host that may be called although its address is not a public one. */
export type AllowedHost = { readonly host: string; readonly port: number | undefined } | { readonly range: Range };

const hostAndPort = /^(\[[0-9a-f:.]+\]|[a-z0-9._-]+)(?::(\d{1,5}))?$/i;

/** The entries of a comma-separated list of names, addresses (each with a port or without) and networks, or what is wrong with it. */
export function parseAllowedHosts(list: string): { hosts: AllowedHost[] } | { fault: string } {
  const hosts: AllowedHost[] = [];
  for (const text of list.split(',').map((each) => each.trim())) {
    if (text === '') continue;
    const host = parseOne(text);
    if (host === undefined) return { fault: `it has "${text}"` };
    hosts.push(host);
  }
  return { hosts };
}

/** The entry for the very host and port of a URL that the operator has set. */
export function hostOf(url: string): AllowedHost {
  const { hostname, port, protocol } = new URL(url);
  const standardPort = protocol === 'https:' ? 443 : 80;
  return { host: bareHost(hostname), port: port === '' ? standardPort : Number(port) };
}

/** A URL's host name without the brackets of IPv6 and without the dot of the root. */
export function bareHost(hostname: string): string {
  return hostname.replace(/^\[(.*)\]$/, '$1').replace(/\.$/, '');
}

function parseOne(text: string): AllowedHost | undefined {
  if (text.includes('/')) return ipaddr.isValidCIDR(text) ? { range: ipaddr.parseCIDR(text) } : undefined;
  if (ipaddr.IPv6.isValid(text)) return { host: new URL(`http://[${text}]`).hostname.slice(1, -1), port: undefined };
  const [, host, port] = hostAndPort.exec(text) ?? [];
  // The form that a URL gives a host is the one it is compared with later.
  if (host === undefined || !URL.canParse(`http://${host}`) || Number(port ?? 1) > 65_535) return undefined;
  return { host: bareHost(new URL(`http://${host}`).hostname), port: port === undefined ? undefined : Number(port) };
}
