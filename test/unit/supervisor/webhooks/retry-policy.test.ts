import t from 'tap';
import { giveUpReason, retryDelayMs, verdictOf } from '@whatsapp-service/supervisor/webhooks/retry-policy.ts';

const dayMs = 24 * 3_600_000;
const answered = (statusCode: number, retryAfter?: string) => verdictOf({ kind: 'answered', statusCode, retryAfter }, 1_000_000);

t.test('2xx delivers, 410 ends, everything else is tried again', async (t) => {
  for (const status of [200, 201, 204, 299]) t.equal(answered(status).kind, 'delivered');
  t.equal(answered(410).kind, 'gone');
  for (const status of [301, 302, 400, 401, 403, 404, 422]) t.match(answered(status), { kind: 'failed', isOutage: false }, String(status));
  for (const status of [408, 425, 429, 500, 502, 503]) t.match(answered(status), { kind: 'failed', isOutage: true }, String(status));
  for (const status of [413, 422]) t.match(answered(status), { isRefusal: true });
  t.match(verdictOf({ kind: 'failed', error: 'x', isForbidden: false }, 0), { kind: 'failed', isOutage: true });
  t.match(verdictOf({ kind: 'failed', error: 'x', isForbidden: true }, 0), { kind: 'failed', isOutage: false });
});

t.test('the wait doubles to 5 minutes, half of it by chance', async (t) => {
  t.strictSame(
    [1, 2, 3, 9, 100].map((failures) => retryDelayMs(failures, undefined, () => 1)),
    [1_000, 2_000, 4_000, 256_000, 300_000],
  );
  t.strictSame(
    [1, 100].map((failures) => retryDelayMs(failures, undefined, () => 0)),
    [500, 150_000],
  );
});

t.test('Retry-After in seconds or as a date is obeyed, up to an hour', async (t) => {
  t.match(answered(503, '120'), { retryAfterMs: 120_000 });
  t.match(answered(503, new Date(1_060_000).toUTCString()), { retryAfterMs: 60_000 });
  for (const bad of ['-5', 'soon', '', new Date(0).toUTCString()]) t.match(answered(503, bad), { retryAfterMs: undefined }, bad);
  t.equal(
    retryDelayMs(1, 120_000, () => 1),
    120_000,
  );
  t.equal(
    retryDelayMs(1, 9_000_000, () => 1),
    3_600_000,
  );
  t.equal(
    retryDelayMs(20, 1_000, () => 1),
    300_000,
    'it never shortens the wait',
  );
});

t.test('an event is given up after 3 days of trying, or 5 refusals for its content', async (t) => {
  const head = { nowMs: 10 * dayMs, loggedMs: 0, failingSinceMs: null, refusals: 0 };
  t.equal(giveUpReason(head), undefined, 'nothing was tried yet');
  t.equal(giveUpReason({ ...head, failingSinceMs: 9 * dayMs }), undefined, 'old, and tried since yesterday');
  t.equal(giveUpReason({ ...head, failingSinceMs: 0, loggedMs: 8 * dayMs }), undefined, 'new behind old ones');
  t.match(giveUpReason({ ...head, failingSinceMs: 7 * dayMs }), /for 3 days/);
  t.match(giveUpReason({ ...head, refusals: 5 }), /refused it 5 times/);
});
