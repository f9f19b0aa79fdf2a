import Fastify, { type FastifyInstance } from 'fastify';
import type { PhoneNetwork } from '../phone/phone-network.ts';

export async function buildApi(_network: PhoneNetwork): Promise<FastifyInstance> {
  return Fastify();
}
