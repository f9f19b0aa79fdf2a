import t from 'tap';
import { lagOf, select } from '@whatsapp-service/worker/session/missed-messages.ts';
import type { Known } from '@whatsapp-service/worker/session/missed-messages.ts';

const nowMs = 10_000_000;
const cursor = { chatId: 'c', timeMs: 5_000_000, newestId: 'm5' };
const known: Known = { sinceMs: 1_000_000, overlapMs: 600_000, limit: 3, maxAgeMs: 9_000_000, cursors: new Map([['c', cursor]]) };
const chat = { chatId: 'c', timeMs: 5_000_000, newestId: 'm5' };

await t.test('only a chat in which something is newer than its cursor is looked through', async (t) => {
  t.equal(lagOf(chat, known, nowMs), undefined);
  t.equal(lagOf({ ...chat, timeMs: 4_000_000 }, known, nowMs), undefined);
  t.same(lagOf({ ...chat, timeMs: 6_000_000, newestId: 'm6' }, known, nowMs), {
    chatId: 'c',
    doneMs: 5_000_000,
    sinceMs: 4_400_000,
    untilMs: 6_000_000,
  });
  t.ok(lagOf({ ...chat, newestId: 'other' }, known, nowMs), 'another message of the same second');
  t.equal(lagOf({ ...chat, newestId: '' }, known, nowMs), undefined, 'unless the page has none of it');
});

await t.test('a chat without a cursor is looked through from the link on, and never before it', async (t) => {
  t.equal(lagOf({ ...chat, chatId: 'old', timeMs: 999_000 }, known, nowMs), undefined);
  t.match(lagOf({ ...chat, chatId: 'new', timeMs: 2_000_000 }, known, nowMs), { doneMs: 1_000_000, sinceMs: 1_000_000 });
  const early = { ...known, cursors: new Map([['c', { ...cursor, timeMs: 1_100_000 }]]) };
  t.match(lagOf(chat, early, nowMs), { doneMs: 1_100_000, sinceMs: 1_000_000 });
});

await t.test('what is too old is not asked for', async (t) => {
  t.match(lagOf({ ...chat, timeMs: 9_500_000 }, { ...known, maxAgeMs: 1_000_000 }, nowMs), { doneMs: 5_000_000, sinceMs: 9_000_000 });
});

await t.test('a cursor that a wrong clock set into the future hides nothing from now on', async (t) => {
  const ahead = { ...known, cursors: new Map([['c', { ...cursor, timeMs: 99_000_000 }]]) };
  t.match(lagOf({ ...chat, timeMs: nowMs + 1_000, newestId: 'm9' }, ahead, nowMs), { doneMs: nowMs });
});

const lag = { chatId: 'c', doneMs: 5_000, sinceMs: 4_000, untilMs: 9_000 };
const found = (...seconds: number[]) => seconds.map((second) => ({ messageId: `m${second}`, timeMs: second * 1_000 }));
const tail = { messages: found(5, 6, 7, 8, 9), before: null, isComplete: true };

/** What `select` is told of these messages: not in the log, and told of by the page already. */
function judge(unknown: readonly number[], held: readonly number[] = []) {
  const ids = (seconds: readonly number[]) => new Set(seconds.map((second) => `m${second}`));
  return { isUnknown: (id: string) => ids(unknown).has(id), isHeld: (id: string) => ids(held).has(id) };
}

await t.test('what is not in the log is taken, and nothing is said of a gap', async (t) => {
  t.same(select(lag, tail, judge([6, 8]), 3), { messages: found(6, 8), gap: undefined });
  const before = { messageId: 'm3', timeMs: 3_000 };
  t.equal(select(lag, { ...tail, before }, judge([6]), 3).gap, undefined, 'one before the cursor is known');
});

await t.test('of too many the newest are taken, and the gap ends with the first of them', async (t) => {
  t.same(select(lag, tail, judge([6, 7, 8, 9]), 3), { messages: found(7, 8, 9), gap: { fromMs: 5_000, toMs: 7_000 } });
  t.same(select(lag, { ...tail, isComplete: false }, judge([9]), 3), { messages: found(9), gap: { fromMs: 5_000, toMs: 9_000 } });
});

await t.test('what the page has told of keeps its place and takes none of the limit', async (t) => {
  t.same(select(lag, tail, judge([6, 7, 8, 9], [6, 9]), 2), { messages: found(6, 7, 8, 9), gap: undefined });
});

await t.test('what is too old is a gap, also where nothing is left', async (t) => {
  const before = { messageId: 'm6', timeMs: 6_000 };
  t.same(select(lag, { messages: [], before, isComplete: true }, judge([]), 3), { messages: [], gap: { fromMs: 5_000, toMs: 9_000 } });
});
