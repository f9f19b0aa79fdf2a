import type { LoggedEvent } from '@whatsapp-service/shared/api/logged-event.ts';
import { setTimeout as delay } from 'node:timers/promises';
import { processTree, survivors } from '../../support/process-tree.ts';
import { until } from '../../support/until.ts';
import type { Fault, Hit } from './fault.ts';
import { leftovers } from './leftovers.ts';
import { p99 } from './load.ts';
import type { Stage } from './stage.ts';

/** What came of one fault. */
export interface FaultResult {
  readonly name: string;
  readonly withinMs: number;
  readonly recoveriesMs: readonly number[];
  readonly calls: number;
  readonly quietP99Ms: number;
  readonly p99Ms: number;
  readonly noiseMs: number;
  readonly messages: number;
  /** Promises that were not kept, as sentences. */
  readonly broken: readonly string[];
  readonly concernsAll: string | undefined;
}

export interface RunOptions {
  readonly repeats: number;
  /** How long the sessions are left in peace before, to compare with. */
  readonly quietMs: number;
  /** What the calls of the others take beside one ordinary start, and beside as many as a restoration makes at once. */
  readonly startP99Ms: number;
  readonly stormP99Ms: number;
  readonly noiseFactor: number;
}

/** Makes one fault happen as often as is wanted and holds it against its promises. */
export async function runFault(stage: Stage, fault: Fault, options: RunOptions): Promise<FaultResult> {
  const quietFromMs = performance.now();
  await delay(options.quietMs);
  const quiet = stage.load.between(quietFromMs);
  const fromMs = performance.now();
  const after = await stage.service.lastSeq();
  const connects = stage.calmConnects();
  const hits = hitsOf(stage, fault, options.repeats, after);
  const broken: string[] = [];
  const samples = await samplesOf(stage, fault, hits, broken);
  const calls = stage.load.between(fromMs);
  const noiseMs = noiseOf(fault, p99(quiet), options);
  if (fault.concernsAll === undefined) {
    broken.push(...(await disturbances(stage, after, connects)));
    if (quiet.length === 0 || calls.length === 0)
      broken.push(`of the others there are ${quiet.length} calls before and ${calls.length} meanwhile: nothing is known`);
    const failed = calls.find((call) => call.fault !== undefined && !isPromised(fault, call.fault));
    if (failed !== undefined) broken.push(`a call of another session failed: ${failed.fault}`);
    if (p99(calls) > noiseMs) broken.push(`p99 of the others' calls was ${Math.round(p99(calls))} ms`);
  }
  broken.push(...(await leftAfter(stage)));
  if (typeof fault.on === 'object') {
    const ids = hits.map(({ sessionId }) => sessionId);
    await stage.remove(ids).catch((error: unknown) => broken.push(error instanceof Error ? error.message : String(error)));
  }
  return {
    name: fault.name,
    withinMs: fault.withinMs,
    recoveriesMs: samples.map(({ tookMs }) => tookMs),
    calls: calls.length,
    quietP99Ms: p99(quiet),
    p99Ms: p99(calls),
    noiseMs,
    messages: samples.reduce((sum, { messages }) => sum + messages, 0),
    broken,
    concernsAll: fault.concernsAll,
  };
}

/** Whether a refusal is what the fault is said to cause. */
function isPromised({ refusal }: Fault, answer: string): boolean {
  return refusal !== undefined && answer.includes(`"${refusal}"`);
}

/** A latency is within the noise when it is not above what an ordinary start beside it costs, or the quiet run before, times a factor. */
function noiseOf({ startsMany }: Fault, quietP99Ms: number, { startP99Ms, stormP99Ms, noiseFactor }: RunOptions): number {
  return Math.max(quietP99Ms, startP99Ms, startsMany === true ? stormP99Ms : 0) * noiseFactor;
}

function hitsOf(stage: Stage, fault: Fault, repeats: number, after: number): Hit[] {
  if (fault.on === 'service') return Array.from({ length: repeats }, () => ({ sessionId: stage.hitIds[0] ?? '', phone: undefined, after }));
  const count = Math.min(repeats, fault.on === 'browser' ? stage.hitIds.length : repeats);
  const ids = fault.on === 'browser' ? stage.hitIds.slice(0, count) : stage.fixtureIds(fault.on.fixture, count);
  return ids.map((sessionId) => ({ sessionId, phone: stage.phones.get(sessionId)?.number, after }));
}

interface Sample {
  readonly tookMs: number;
  readonly messages: number;
}

/** One after the other, or staggered where one takes long. */
async function samplesOf(stage: Stage, fault: Fault, hits: readonly Hit[], broken: string[]): Promise<Sample[]> {
  const samples: Promise<Sample | undefined>[] = [];
  for (const hit of hits) {
    const sample = sampleOf(stage, fault, hit, broken).catch((error: unknown) => {
      broken.push(`${hit.sessionId}: ${error instanceof Error ? error.message : String(error)}`);
      return undefined;
    });
    samples.push(sample);
    await (fault.staggerMs === undefined ? sample : delay(fault.staggerMs));
  }
  return (await Promise.all(samples)).filter((sample) => sample !== undefined);
}

async function sampleOf(stage: Stage, fault: Fault, hit: Hit, broken: string[]): Promise<Sample> {
  const tree = fault.on === 'browser' ? treeOf(stage, hit.sessionId) : [];
  const current = { ...hit, after: fault.on === 'browser' ? await stage.service.lastSeq() : hit.after };
  const beganMs = performance.now();
  // What a fixture worker does it does by itself: its fault begins with its session, not with the last of all of them.
  if (typeof fault.on === 'object') await stage.addFixture(hit.sessionId);
  const undo = await fault.make(stage, current);
  const texts = fault.hasMessages === true ? sendTexts(stage, hit.sessionId) : [];
  try {
    await (fault.until ?? connectedAnew)(stage, current);
  } finally {
    await undo?.();
  }
  const tookMs = performance.now() - beganMs;
  if (tookMs > fault.withinMs) broken.push(`${hit.sessionId} took ${Math.round(tookMs)} ms`);
  if (fault.keepsProcesses !== true && fault.on === 'browser') {
    const left = await survivors(tree, 5_000);
    if (left.length > 0) broken.push(`${left.length} processes of ${hit.sessionId} are left`);
  }
  broken.push(...(await textFaults(stage, hit.sessionId, texts)));
  // A person's start wipes the slate: the next fault is not this one's consequence.
  if (fault.on === 'browser') await stage.service.command(hit.sessionId, 'start');
  return { tookMs, messages: texts.length };
}

function treeOf(stage: Stage, sessionId: string) {
  const { worker, browser } = stage.lab.processesOf(sessionId);
  return [...processTree(worker.pid), ...processTree(browser.pid)];
}

/** Resolves once the session is connected after having been something else. */
export async function connectedAnew(stage: Stage, { sessionId, after }: Hit): Promise<void> {
  const isBack = ({ session_id, data }: LoggedEvent): boolean => session_id === sessionId && data['to'] === 'connected';
  await stage.service.waitForEvent(isBack, { after, timeoutMs: 120_000 });
  await stage.service.waitForStatus(sessionId, 'connected');
}

function sendTexts(stage: Stage, sessionId: string): string[] {
  const phone = stage.phones.get(sessionId);
  if (phone === undefined) return [];
  const texts = Array.from({ length: 10 }, (_, n) => `${sessionId} ${Math.round(performance.now())} ${n}`);
  for (const text of texts) stage.friend.send(phone.number, text);
  return texts;
}

/** Each text has to be in the log, once. */
async function textFaults(stage: Stage, sessionId: string, texts: readonly string[]): Promise<string[]> {
  if (texts.length === 0) return [];
  const count = async (): Promise<Map<string, number>> => {
    const events = (await stage.service.events(sessionId)).filter(({ type }) => type === 'message.received');
    return Map.groupBy(events, ({ data }) => String(data['text']))
      .entries()
      .reduce((all, [text, each]) => all.set(text, each.length), new Map<string, number>());
  };
  await until(
    'every text is in the log',
    async () => texts.every((text, _index) => text.length > 0) && hasAll(await count(), texts),
    20_000,
  ).catch(() => undefined);
  const counts = await count();
  return texts.filter((text) => counts.get(text) !== 1).map((text) => `"${text}" is ${counts.get(text) ?? 0} times in the log`);
}

function hasAll(counts: ReadonlyMap<string, number>, texts: readonly string[]): boolean {
  return texts.every((text) => counts.has(text));
}

async function disturbances(stage: Stage, after: number, connects: number): Promise<string[]> {
  const found: string[] = [];
  for (const id of stage.calmIds) {
    const changes = (await stage.service.events(id, after)).filter(({ type }) => type === 'session.state_changed');
    if (changes.length > 0) found.push(`${id} changed its state ${changes.length} times`);
  }
  if (stage.calmConnects() !== connects) found.push('another session logged in anew');
  return found;
}

async function leftAfter(stage: Stage): Promise<string[]> {
  await until('nothing is left', () => leftovers(stage.lab).length === 0, 10_000).catch(() => undefined);
  return leftovers(stage.lab);
}
