import { setTimeout as delay } from 'node:timers/promises';
import { ServiceApi } from '../../scripts/service/service-api.ts';
import { treeParts } from '../measure/process-usage.ts';
import type { BenchStage } from '../restore/bench-stage.ts';
import { numberOf } from '../restore/link-profiles.ts';
import { restoredService } from './memory-round.ts';

/** One look at the service while messages come and go; all sessions together. */
export interface GrowthSample {
  readonly atSeconds: number;
  /** How many have come and gone by then. */
  readonly messages: number;
  readonly supervisorBytes: number;
  readonly workerPrivateBytes: number;
  readonly browserPrivateBytes: number;
}

export interface Growth {
  readonly sessions: number;
  readonly samples: readonly GrowthSample[];
}

const phone = '15559999998';
const betweenMessagesMs = 100;
/** Every so many messages that come, one goes out. */
const comingPerGoing = 5;
const sampleEveryMs = 30_000;

/** Lets messages come and go through all sessions, one after the other, and looks at the service meanwhile. */
export async function growUnderTraffic(
  stage: BenchStage,
  { minutes, idleSeconds }: { minutes: number; idleSeconds: number },
  signal: AbortSignal,
  say: (text: string) => void,
): Promise<Growth> {
  say(`Messages come and go for ${minutes} minutes …`);
  const service = await restoredService(stage, signal);
  const either = AbortSignal.any([signal, service.lost]);
  await stage.simulator.addPhone(phone);
  const api = new ServiceApi(await service.url(either), stage.apiKey);
  await delay(idleSeconds * 500, undefined, { signal: either });
  const beganMs = performance.now();
  let messages = 0;
  const look = (): GrowthSample => {
    const { root, node, browser } = treeParts(service.pid);
    return {
      atSeconds: (performance.now() - beganMs) / 1_000,
      messages,
      supervisorBytes: root.pssBytes,
      workerPrivateBytes: node.privateBytes,
      browserPrivateBytes: browser.privateBytes,
    };
  };
  const samples = [look()];
  let nextLookMs = sampleEveryMs;
  while (performance.now() - beganMs < minutes * 60_000) {
    await exchange(stage, api, messages, either);
    messages += 1;
    await delay(betweenMessagesMs, undefined, { signal: either });
    if (performance.now() - beganMs < nextLookMs) continue;
    samples.push(look());
    nextLookMs += sampleEveryMs;
  }
  samples.push(look());
  if (!(await service.stop())) throw new Error(`The service did not stop cleanly:\n${service.log.tail(15)}`);
  return { sessions: stage.sessionIds.length, samples };
}

/** One message from the phone to a session or back. */
async function exchange(stage: BenchStage, api: ServiceApi, turn: number, signal: AbortSignal): Promise<void> {
  const index = turn % stage.sessionIds.length;
  if (turn % (comingPerGoing + 1) < comingPerGoing) await stage.simulator.send(phone, numberOf(index), `message ${turn}`);
  else await api.post(`/api/v1/sessions/${stage.sessionIds[index]}/messages`, { to: phone, text: `message ${turn}` }, signal);
}
