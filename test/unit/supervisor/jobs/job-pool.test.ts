import jsQR from 'jsqr';
import { PNG } from 'pngjs';
import { JobPool } from '@whatsapp-service/supervisor/jobs/job-pool.ts';
import t from 'tap';
import { until } from '../../../support/until.ts';

/** A code as long as WhatsApp's own. */
const text = `2@${'AbCdEf0123456789'.repeat(14)},${'x'.repeat(44)},1`;

/** A pool that ends with its test. */
function poolIn(t: { teardown(end: () => Promise<void>): void }, options?: ConstructorParameters<typeof JobPool>[0]): JobPool {
  const pool = new JobPool(options);
  t.teardown(async () => pool.close());
  return pool;
}

t.test('a PNG can be read back to the same text', async (t) => {
  const png = PNG.sync.read(await poolIn(t).renderQr({ text, format: 'png' }));
  t.equal(jsQR.default(new Uint8ClampedArray(png.data), png.width, png.height)?.data, text);
});

t.test('an SVG is one drawing without scripts and links', async (t) => {
  const svg = String(await poolIn(t).renderQr({ text, format: 'svg' }));
  t.match(svg, /^<svg xmlns="http:\/\/www.w3.org\/2000\/svg" .*<\/svg>\s*$/s);
  t.notMatch(svg, /<script|href|2@/);
});

t.test('a pool without work has no thread, and one that had work has none after a while', async (t) => {
  const pool = poolIn(t, { idleTimeoutMs: 100 });
  t.equal(pool.threads, 0);
  await pool.renderQr({ text, format: 'svg' });
  t.ok(pool.threads > 0);
  await until('the idle threads end', () => pool.threads === 0, 10_000);
});

t.test('many codes at once are all drawn, by two threads', async (t) => {
  const pool = poolIn(t);
  const jobs = Array.from({ length: 40 }, async (_, index) => pool.renderQr({ text: `code ${index}`, format: 'svg' }));
  const drawn = await Promise.all(jobs);
  t.equal(new Set(drawn.map(String)).size, 40);
  t.ok(pool.threads <= 2);
});

t.test('more than the queue holds are refused at once', async (t) => {
  const pool = poolIn(t);
  const jobs = Array.from({ length: 200 }, async () => pool.renderQr({ text, format: 'svg' }));
  const results = await Promise.allSettled(jobs);
  const refused = results.flatMap((result) => (result.status === 'rejected' ? [String(result.reason)] : []));
  t.equal(refused.length, 136);
  t.match(refused[0], /could not be drawn as SVG: too many codes are asked for at once/);
});

t.test('a job beyond its deadline, a cancelled one, and one after the end are refused with the reason', async (t) => {
  const hurried = poolIn(t, { deadlineMs: 1 });
  await t.rejects(hurried.renderQr({ text, format: 'png' }), { code: 'SUP_RENDERING_FAILED', message: /took longer than 1 ms/ });
  const pool = poolIn(t);
  await t.rejects(pool.renderQr({ text, format: 'png' }, AbortSignal.abort()), { code: 'SUP_RENDERING_FAILED' });
  await pool.close();
  await pool.close();
  await t.rejects(pool.renderQr({ text, format: 'png' }), { code: 'SUP_RENDERING_FAILED', message: /shutting down/ });
});

t.test('closing a pool fails what it was doing, and leaves no thread', async (t) => {
  const pool = poolIn(t);
  const job = t.rejects(pool.renderQr({ text, format: 'png' }), { code: 'SUP_RENDERING_FAILED' });
  await pool.close();
  await job;
  t.equal(pool.threads, 0);
});
