import { isIP } from 'node:net';
import ipaddr from 'ipaddr.js';

const globalUnicast = ipaddr.IPv6.parseCIDR('2000::/3');
const nat64 = ipaddr.IPv6.parseCIDR('64:ff9b::/96');

/** Whether an IP address is one of the public Internet; what embeds an IPv4 address is judged by that one, or refused. */
export function isPublicAddress(text: string): boolean {
  // The library alone would take the short forms of old, such as 1.2.3.
  if (isIP(text) === 0) return false;
  // An IPv4-mapped address becomes the IPv4 address that it is.
  const address = ipaddr.process(text);
  if (!(address instanceof ipaddr.IPv6)) return address.range() === 'unicast';
  if (address.match(nat64)) return ipaddr.fromByteArray(address.toByteArray().slice(12)).range() === 'unicast';
  // What the library does not know as special lies outside of 2000::/3 as well: ::/96, which some systems route as IPv4.
  return address.range() === 'unicast' && address.match(globalUnicast);
}
