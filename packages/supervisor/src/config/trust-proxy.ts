import ipaddr from 'ipaddr.js';

const ranges: ReadonlySet<string> = new Set(['loopback', 'linklocal', 'uniquelocal']);

/** Which proxies are believed, or undefined where a text does not say: "true" would be everybody, and so anybody could choose an address. */
export function parseTrustProxy(text: string): number | string[] | undefined {
  if (/^\d+$/.test(text)) {
    const hops = Number(text);
    return hops >= 1 && hops <= 10 ? hops : undefined;
  }
  const places = text
    .split(',')
    .map((place) => place.trim())
    .filter((place) => place !== '');
  return places.length > 0 && places.every(isPlace) ? places : undefined;
}

function isPlace(place: string): boolean {
  return ranges.has(place) || (place.includes('/') ? ipaddr.isValidCIDR(place) : isAddress(place));
}

/** As people write them: "1" and "0x7f.1" are addresses to the library as well. */
function isAddress(place: string): boolean {
  return ipaddr.IPv4.isValidFourPartDecimal(place) || ipaddr.IPv6.isValid(place);
}
