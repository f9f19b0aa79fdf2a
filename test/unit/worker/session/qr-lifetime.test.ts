import t from 'tap';
import { QrLifetime } from '@whatsapp-service/worker/session/qr-lifetime.ts';

await t.test('a code lives 20 s until a replacement showed how long', async (t) => {
  const lifetime = new QrLifetime();
  t.equal(lifetime.expiresAtMs('a', 0), 20_000);
  t.equal(lifetime.expiresAtMs('b', 60_000), 120_000, 'the first one of a page lives a minute');
  t.equal(lifetime.expiresAtMs('c', 80_000), 100_000);
});

await t.test('the same code told again teaches nothing', async (t) => {
  const lifetime = new QrLifetime();
  lifetime.expiresAtMs('a', 0);
  t.equal(lifetime.expiresAtMs('a', 100), 20_100);
});

await t.test('what was learnt stays within reason', async (t) => {
  const lifetime = new QrLifetime();
  lifetime.expiresAtMs('a', 0);
  t.equal(lifetime.expiresAtMs('b', 10), 1_010);
  t.equal(lifetime.expiresAtMs('c', 3_600_000), 3_720_000);
});
