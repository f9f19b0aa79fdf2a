import { isIP } from 'node:net';
import type { FastifyRequest } from 'fastify';
import ipaddr from 'ipaddr.js';

/** Where a request comes from: the other end of its connection, or, behind a proxy that is believed, what that says, where it is an address. */
export function addressOf({ ip, socket }: FastifyRequest): string {
  const address = isIP(ip) === 0 ? (socket.remoteAddress ?? '') : ip;
  return isIP(address) === 0 ? 'unknown' : ipaddr.process(address).toString();
}

/** What limits count by: of IPv6 the /64 network, for whoever has one address there has all of them. */
export function limitedAddressOf(request: FastifyRequest): string {
  const address = addressOf(request);
  if (isIP(address) !== 6) return address;
  return `${ipaddr.IPv6.parse(address).parts.slice(0, 4).join(':')}/64`;
}
