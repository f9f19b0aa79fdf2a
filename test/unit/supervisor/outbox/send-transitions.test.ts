import t from 'tap';
import { newSend, requestHashOf } from '@whatsapp-service/supervisor/outbox/send-record.ts';
import { afterLookup, confirmed, taken } from '@whatsapp-service/supervisor/outbox/send-transitions.ts';
import { request, sentAs } from '../../../support/outbox-lab.ts';

const nowMs = Date.parse('2026-11-23T16:00:00.000Z');
const sending = newSend('a', request('k'), nowMs);
const pending = taken(sending, sentAs(sending.ownId), nowMs);

t.test('what WhatsApp Web has is pending until a server has it', (t) => {
  t.match(pending, { status: 'pending', settledMs: null, content: sending.content });
  t.match(taken(sending, sentAs(sending.ownId, 1), nowMs), { status: 'sent', settledMs: nowMs, content: null });
  t.match(taken(sending, sentAs('ANOTHERID0000000'), nowMs), { status: 'sent' }, 'an id that was not chosen cannot be looked for');
  t.match(confirmed(pending, 'm', nowMs), { status: 'sent', messageId: 'm' });
  t.equal(confirmed(taken(sending, sentAs(sending.ownId, 1), nowMs), 'm', nowMs), undefined);
  t.end();
});

t.test('a look at the page closes a send, waits, or sends what was promised once more', (t) => {
  const day = 24 * 3_600_000;
  t.match(afterLookup(sending, null, nowMs), { action: 'settle', record: { status: 'failed', failure: { retryable: true } } });
  t.match(afterLookup(pending, null, nowMs), { action: 'send_again' });
  t.match(afterLookup({ ...pending, setbacks: 10 }, null, nowMs), { action: 'settle', record: { status: 'failed' } });
  for (const record of [sending, pending]) {
    t.match(afterLookup(record, sentAs(record.ownId), nowMs), { action: 'wait', record: { status: 'pending' } });
    t.match(afterLookup(record, sentAs(record.ownId, 3), nowMs), { action: 'settle', record: { status: 'sent' } });
    t.match(afterLookup(record, sentAs(record.ownId, -1), nowMs), { record: { status: 'failed', failure: { code: 'SUP_SEND_REFUSED' } } });
    t.match(afterLookup(record, sentAs(record.ownId), nowMs + day + 1), { record: { failure: { code: 'SUP_SEND_UNCONFIRMED' } } });
  }
  t.end();
});

t.test('a message that waited for days before it went out has its day to be confirmed as well', (t) => {
  const old = newSend('a', request('k'), nowMs - 3 * 24 * 3_600_000);
  t.match(afterLookup(old, sentAs(old.ownId), nowMs), { action: 'wait', record: { status: 'pending' } });
  t.end();
});

t.test('a request is the same whatever the order of its fields and the place of its file, and no other is', (t) => {
  const hash = (content: object) => requestHashOf({ to: 'x', idempotencyKey: 'k', content: content as never });
  t.equal(hash({ kind: 'image', file: 'a', sha256: 's' }), hash({ sha256: 's', file: 'b', kind: 'image' }));
  t.not(hash({ kind: 'image', sha256: 's' }), hash({ kind: 'image', sha256: 't' }));
  t.not(hash({ kind: 'text', text: '1' }), hash({ kind: 'text', text: 1 }));
  t.not(requestHashOf(request('k')), requestHashOf({ ...request('k'), to: 'y' }));
  t.equal(requestHashOf(request('k')), requestHashOf(request('other key')));
  t.end();
});
