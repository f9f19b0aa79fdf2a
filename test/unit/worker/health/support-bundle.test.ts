import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { writeBundle } from '@whatsapp-service/worker/health/support-bundle.ts';

const content = {
  sessionId: 'shop',
  phase: 'authenticating',
  exitCode: 22,
  why: 'The page said +15550000001.',
  evidence: { console: [], last_navigation: null },
  versions: { worker: '1.0.0' },
  screenshot: async () => Uint8Array.of(1, 2, 3),
} as unknown as Parameters<typeof writeBundle>[1];

t.test('a bundle is for this user alone, and holds what is known, without numbers', async (t) => {
  const folder = join(t.testdir(), 'bundles');
  await writeBundle(folder, content);
  const [name = ''] = readdirSync(folder);
  t.match(name, /^\d{8}T\d{9}Z\.json$/);
  t.equal(statSync(join(folder, name)).mode & 0o777, 0o600);
  const bundle: unknown = JSON.parse(readFileSync(join(folder, name), 'utf8'));
  t.match(bundle, {
    session_id: 'shop',
    exit_code: 22,
    why: 'The page said ….',
    screenshot_png_base64: 'AQID',
    versions: { worker: '1.0.0' },
  });
});

t.test('a page that gives no picture, or a huge one, costs nothing but the picture', async (t) => {
  const pictures = [undefined, async () => Promise.reject(new Error('The page is gone.')), async () => new Uint8Array(1024 * 1024 + 1)];
  for (const [i, screenshot] of pictures.entries()) {
    const folder = join(t.testdir(), `bundles-${i}`);
    await writeBundle(folder, { ...content, screenshot });
    const [name = ''] = readdirSync(folder);
    t.match(JSON.parse(readFileSync(join(folder, name), 'utf8')), { screenshot_png_base64: null });
  }
});

t.test('the last five are kept', async (t) => {
  const folder = t.testdir();
  const older = [1, 2, 3, 4, 5, 6].map((day) => `2026010${day}T000000000Z.json`);
  for (const name of older) writeFileSync(join(folder, name), '{}');
  await writeBundle(folder, content);
  const left = readdirSync(folder).toSorted();
  t.strictSame(left.slice(0, 4), older.slice(2));
  t.equal(left.length, 5);
});
