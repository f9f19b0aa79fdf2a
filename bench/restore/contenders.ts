import type { FoundChromium } from '@whatsapp-service/shared/chromium/find-chromium.mjs';
import type { NaiveJob } from '../naive/naive-job.ts';
import type { BenchStage, NaiveStart } from './bench-stage.ts';
import type { Contender } from './contender.ts';
import { NaiveContender } from './naive-contender.ts';
import { ServiceContender } from './service-contender.ts';

export interface ContendersWanted {
  readonly stage: BenchStage;
  readonly found: FoundChromium;
  /** Those that are linked. */
  readonly sessionIds: readonly string[];
  /** Values of RESTORE_CONCURRENCY; undefined is the service's default. */
  readonly concurrencies: readonly (number | undefined)[];
  readonly signal: AbortSignal;
}

/** What is tried to find how many at once are quickest in one process. */
const triedAtOnce = [2, 4, 8];

/** The service, and what it is compared with; one alone is opened one by one whatever is said. */
export async function contendersFor({ stage, found, sessionIds, concurrencies, signal }: ContendersWanted): Promise<Contender[]> {
  const services = concurrencies.map((concurrency) => new ServiceContender(stage, { found, sessions: sessionIds.length, concurrency }));
  const one = (name: string, more: Partial<NaiveStart> = {}) => new NaiveContender(stage, name, { found, sessionIds, ...more });
  const loop = one('one process, one by one');
  const many = async (name: string, opens: NaiveJob['opens']): Promise<Contender[]> => {
    const tried = triedAtOnce.filter((atOnce) => atOnce <= sessionIds.length);
    const contenders = tried.map((atOnce) => one(`${name}, ${atOnce} at once`, { opens, atOnce }));
    return [await quickest(contenders, signal)].filter((each) => each !== undefined);
  };
  if (sessionIds.length === 1) return [...services, one('bare page', { opens: 'bare pages' }), loop];
  const rivals = [...(await many('bare pages', 'bare pages')), ...(await many('one process', 'clients')), loop];
  return [...services, ...rivals, ...(found.kind === 'chromium' ? [one('loop, library defaults', { launch: 'library' })] : [])];
}

/** The one that has all sessions connected first; one alone needs no trial. */
async function quickest(contenders: readonly Contender[], signal: AbortSignal): Promise<Contender | undefined> {
  let [best, bestMs] = [contenders[0], Number.POSITIVE_INFINITY];
  if (contenders.length === 1) return best;
  for (const contender of contenders) {
    const { connectedMs, stop } = await contender.start(signal);
    await stop();
    if (Math.max(...connectedMs) < bestMs) [best, bestMs] = [contender, Math.max(...connectedMs)];
  }
  return best;
}
