import t from 'tap';
import { EventLog } from '@whatsapp-service/supervisor/events/event-log.ts';
import { SendLedger } from '@whatsapp-service/supervisor/outbox/send-ledger.ts';
import { newSend } from '@whatsapp-service/supervisor/outbox/send-record.ts';
import { cancelled } from '@whatsapp-service/supervisor/outbox/send-transitions.ts';
import { outboxLab, request } from '../../../support/outbox-lab.ts';
import { commitsOf } from '../../../support/wal-commits.ts';

t.test('many sends that are called back, and what is told of them, are few commits, and each event is there with its record', async (t) => {
  const { clock, database, store, writes } = outboxLab(t);
  const eventLog = new EventLog(database, clock, writes);
  const ledger = new SendLedger({ store, events: eventLog, onSettled: () => undefined });
  const records = Array.from({ length: 100 }, (_, n) => newSend('shop', { ...request(`k${n}`), queue: true }, clock.now()));
  ledger.acceptAll(records, () => undefined);
  const before = commitsOf(database);
  for (const record of records) ledger.change(cancelled({ ...record, status: 'queued', isTold: true }, clock.now()));
  t.strictSame(eventLog.read({ after: 0, limit: 1_000 }).events, [], 'nothing is told before it is committed');
  clock.advance(3);
  t.equal(commitsOf(database) - before, 1);
  t.equal(eventLog.read({ after: 0, limit: 1_000 }).events.filter(({ type }) => type === 'message.send_settled').length, 100);
  t.equal(store.list('shop', { status: 'cancelled', limit: 1_000 }).length, 100);
});
