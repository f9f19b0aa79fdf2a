import { setTimeout as delay } from 'node:timers/promises';
import type { ServiceChild } from '../../scripts/service/service-child.ts';
import { waitFor } from '../../scripts/service/wait-for.ts';
import { treeParts } from '../measure/process-usage.ts';
import type { PartUsage, TreeParts } from '../measure/process-usage.ts';
import type { BenchStage } from '../restore/bench-stage.ts';

/** What a part holds, and the part of one processor that it takes while nothing happens. */
export interface PartFigures {
  readonly pssBytes: number;
  readonly privateBytes: number;
  readonly idleCores: number;
}

/** The service with connected sessions; workers and browsers are of all sessions together. */
export interface ServiceFigures {
  readonly supervisor: PartFigures;
  readonly workers: PartFigures;
  readonly browsers: PartFigures;
}

/** As many browsers of one process that only opened the page. */
export interface BareFigures {
  readonly browsers: PartFigures;
}

const restoreTimeoutMs = 300_000;
const pagesAtOnce = 4;

/** Starts the service, and looks at it once its sessions are connected and nothing happens. */
export async function measureService(stage: BenchStage, idleSeconds: number, signal: AbortSignal): Promise<ServiceFigures> {
  const service = await restoredService(stage, signal);
  const { root, node, browser } = await idleParts(service.pid, idleSeconds, AbortSignal.any([signal, service.lost]));
  if (!(await service.stop())) throw new Error(`The service did not stop cleanly:\n${service.log.tail(15)}`);
  return { supervisor: root, workers: node, browsers: browser };
}

/** Opens the page of each profile in a bare browser, and looks at these browsers. */
export async function measureBarePages(
  stage: BenchStage,
  sessionIds: readonly string[],
  idleSeconds: number,
  signal: AbortSignal,
): Promise<BareFigures> {
  const naive = stage.startNaive({ sessionIds, opens: 'bare pages', atOnce: pagesAtOnce });
  await naive.connected(AbortSignal.any([signal, AbortSignal.timeout(restoreTimeoutMs)]));
  const { browser } = await idleParts(naive.pid, idleSeconds, signal);
  await naive.stop();
  return { browsers: browser };
}

/** A service whose sessions are all connected; the caller stops it. */
export async function restoredService(stage: BenchStage, signal: AbortSignal, settings: NodeJS.ProcessEnv = {}): Promise<ServiceChild> {
  const service = stage.startService(settings);
  const either = AbortSignal.any([signal, service.lost]);
  const url = await service.url(either);
  await waitFor(async () => ((await fetch(`${url}/readyz`, { signal: either })).status === 200 ? true : undefined), {
    what: 'The end of the restoration',
    timeoutMs: restoreTimeoutMs,
    signal: either,
  });
  return service;
}

async function idleParts(pid: number, idleSeconds: number, signal: AbortSignal): Promise<{ readonly [P in keyof TreeParts]: PartFigures }> {
  // What a start leaves to be done must not count as idle, nor what it leaves to be collected as held.
  await delay(idleSeconds * 500, undefined, { signal });
  const before = treeParts(pid);
  const beganMs = performance.now();
  await delay(idleSeconds * 1_000, undefined, { signal });
  const after = treeParts(pid);
  const seconds = (performance.now() - beganMs) / 1_000;
  const figuresOf = (from: PartUsage, to: PartUsage): PartFigures => {
    const { pssBytes, privateBytes, cpuSeconds } = to;
    return { pssBytes, privateBytes, idleCores: (cpuSeconds - from.cpuSeconds) / seconds };
  };
  return {
    root: figuresOf(before.root, after.root),
    node: figuresOf(before.node, after.node),
    browser: figuresOf(before.browser, after.browser),
  };
}
