import t from 'tap';
import type { MessageRound } from '../../../../bench/messages/message-figures.ts';
import { mergeTurns } from '../../../../bench/messages/message-round.ts';
import { receivedText } from '../../../../bench/messages/received-text.ts';
import { backfillText, messagesTable } from '../../../../bench/report/messages-table.ts';

function round(tookMs: readonly number[], hasLog = false): MessageRound {
  const sends = { tookMs, wholeMs: 100 };
  const log = hasLog ? { toLogMs: tookMs.map((each) => each + 1), burstToLogMs: 50 } : { toLogMs: undefined, burstToLogMs: undefined };
  return { sendsOfOne: sends, sendsOfAll: sends, incoming: { toReceiverMs: tookMs, burstMs: 20, ...log } };
}

const facts = {
  time: '2026-11-26T01:00:00.000Z',
  cores: 2,
  node: 'v24.0.0',
  browser: 'headless-shell',
  sessions: 10,
  rounds: 2,
  messages: 4,
  missed: 1_000,
  backfills: [
    { connectedMs: 1_100, backfilledMs: 300 },
    { connectedMs: 1_300, backfilledMs: 500 },
  ],
};

t.test('the figures of both stand beside each other, with the difference of each pair of rounds', async (t) => {
  const service = [round([4, 5, 6, 90], true), round([6, 7, 8, 70], true)];
  const table = messagesTable({ ...facts, service, direct: [round([1, 2, 3, 4]), round([3, 4, 5, 6])] });
  t.match(table, /one session: sends\/s +│ 40 \/ 40 \/ 40/);
  t.match(table, /10 sessions: one send, p50 ms +│ 5\.00 \/ 6\.00 \/ 7\.00 +│ 2\.00 \/ 3\.00 \/ 4\.00 +│ 3\.00 \/ 3\.00 \/ 3\.00/);
  t.match(table, /one send, p99 ms +│ 70\.00 \/ 80\.00 \/ 90\.00/);
  t.match(table, /burst: phone → receiver, messages\/s +│ 200 \/ 200 \/ 200/);
});

t.test('what only the service has is compared with nothing', async (t) => {
  const table = messagesTable({ ...facts, service: [round([4], true)], direct: [round([1])] });
  t.match(table, /phone → log, p50 ms +│ 5\.00 \/ 5\.00 \/ 5\.00 +│ – +│ –/);
  t.match(table, /phone → log, messages\/s +│ 80 \/ 80 \/ 80 +│ – +│ –/);
});

t.test('the turns of a round are one: their calls together, their times in sum', async (t) => {
  const merged = mergeTurns([round([1, 2], true), round([3], true)]);
  t.strictSame(merged.sendsOfOne, { tookMs: [1, 2, 3], wholeMs: 200 });
  t.strictSame(merged.incoming, { toReceiverMs: [1, 2, 3], toLogMs: [2, 3, 4], burstMs: 40, burstToLogMs: 100 });
  t.equal(mergeTurns([round([1])]).incoming.burstToLogMs, undefined);
});

t.test('only what says that a message came counts as one', async (t) => {
  t.equal(receivedText('{"type":"message.received","data":{"text":"Hello"}}'), 'Hello');
  t.equal(receivedText('{"type":"message.sent","data":{"text":"Hello"}}'), undefined);
  t.equal(receivedText('{"type":"message.received","data":null}'), undefined);
});

t.test('what was missed stands below', async (t) => {
  const text = backfillText({ ...facts, service: [], direct: [] });
  t.equal(text, '1000 missed messages: connected 1100 / 1200 / 1300 ms after the start, all in the log 300 / 400 / 500 ms after that');
});
