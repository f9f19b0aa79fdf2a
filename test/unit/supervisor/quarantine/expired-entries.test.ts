import t from 'tap';
import { entryNameOf, expiredEntries } from '@whatsapp-service/supervisor/quarantine/expired-entries.ts';

const dayMs = 86_400_000;
const nowMs = Date.parse('2026-03-31T12:00:00.000Z');
const ofDaysAgo = (days: number): string => entryNameOf('shop', new Date(nowMs - days * dayMs).toISOString());

t.test('an entry expires when it is older than the retention, and not a moment before', async (t) => {
  const names = [ofDaysAgo(29), ofDaysAgo(30), ofDaysAgo(30.001), ofDaysAgo(400)];
  t.strictSame(expiredEntries(names, nowMs, 30), [names[2], names[3]]);
});

t.test('0 keeps everything for ever', async (t) => {
  t.strictSame(expiredEntries([ofDaysAgo(10_000)], nowMs, 0), []);
});

t.test('what is not named as the service names it never expires', async (t) => {
  const old = ofDaysAgo(400);
  const others = [
    `${old}.json`,
    `${old}-copy of mine`,
    'session-shop',
    'notes.txt',
    '2025-13-45T99-99-99.999Z-session-shop',
    `../${old}`,
    '..',
  ];
  t.strictSame(expiredEntries(others, nowMs, 1), []);
});

t.test('a time in the future expires never', async (t) => {
  t.strictSame(expiredEntries([ofDaysAgo(-400)], nowMs, 1), []);
});
