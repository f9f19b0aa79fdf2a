import rateLimit from '@fastify/rate-limit';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { HttpSettings } from '../../config/http-settings.ts';
import { RateLimited } from '../../supervisor-errors.ts';
import { limitedAddressOf } from '../caller-address.ts';
import { isHealthRoute } from '../health-route.ts';

const timeWindow = 60_000;
/** Of how many addresses, and of how many keys, the requests are counted; of more the oldest are forgotten. */
const cache = 10_000;

/** Counts the requests of each address; to be added before the authentication, so that those without a key count. */
export async function addAddressLimit(app: FastifyInstance, { perAddress }: Pick<HttpSettings, 'perAddress'>): Promise<void> {
  await app.register(rateLimit, { global: false, cache });
  if (perAddress === 0) return;
  const check = app.createRateLimit({ max: perAddress, timeWindow, keyGenerator: limitedAddressOf });
  app.addHook('onRequest', async (request) => {
    if (!isHealthRoute(request)) refuseBeyond(await check(request), 'this address');
  });
}

/** Counts the requests of each key; to be added behind the authentication. */
export function addKeyLimit(app: FastifyInstance, { perKey }: Pick<HttpSettings, 'perKey'>): void {
  if (perKey === 0) return;
  const check = app.createRateLimit({ max: perKey, timeWindow, keyGenerator: ({ caller }: FastifyRequest) => caller?.keyId ?? '' });
  app.addHook('onRequest', async (request) => {
    if (request.caller !== null) refuseBeyond(await check(request), 'this key');
  });
}

type Verdict = Awaited<ReturnType<ReturnType<FastifyInstance['createRateLimit']>>>;

function refuseBeyond(verdict: Verdict, whose: string): void {
  if (verdict.isAllowed || !verdict.isExceeded) return;
  const retryAfterSeconds = Math.max(1, verdict.ttlInSeconds);
  throw Object.assign(new RateLimited(whose, verdict.max, retryAfterSeconds), { retryAfterSeconds });
}
