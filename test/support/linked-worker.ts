import type { Phone } from '@whatsapp-service/simulator/phone/phone.ts';
import { exitOf } from './worker-bench.ts';
import type { InitOverrides, TestWorker, WorkerBench } from './worker-bench.ts';

/** Starts a worker that offers a QR code, lets the phone scan it, and resolves when the session is connected. */
export async function pair(bench: WorkerBench, phone: Phone, overrides: InitOverrides = {}): Promise<TestWorker> {
  const { supervisor } = bench;
  const worker = bench.start({ mode: 'pair', ...overrides });
  const { qr } = await supervisor.passed('qr');
  await phone.scan(qr);
  await supervisor.fact('ready');
  return worker;
}

/** Leaves a profile on disk that is linked to the phone; the supervisor has forgotten how it came to be. */
export async function link(bench: WorkerBench, phone: Phone): Promise<void> {
  const worker = await pair(bench, phone);
  await stop(bench, worker);
  bench.supervisor.forget();
}

/** Starts a worker on the linked profile; resolves when it is connected. */
export async function restore(bench: WorkerBench, overrides: InitOverrides = {}): Promise<TestWorker> {
  bench.supervisor.forget();
  const worker = bench.start({ mode: 'restore', ...overrides });
  await bench.supervisor.fact('ready');
  return worker;
}

/** Stops a worker as the supervisor does, and waits for its end. */
export async function stop(bench: WorkerBench, worker: TestWorker): Promise<void> {
  await bench.supervisor.request('session.stop', {});
  const { code } = await exitOf(bench, worker);
  if (code !== 0) throw new Error(`The worker exited with ${code}. Its log:\n${bench.log}`);
}
