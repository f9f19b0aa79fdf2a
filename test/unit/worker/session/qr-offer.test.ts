import { mock } from 'node:test';
import { pino } from 'pino';
import t from 'tap';
import type { PassingEvent } from '@whatsapp-service/shared/ipc/facts.ts';
import { QrOffer } from '@whatsapp-service/worker/session/qr-offer.ts';
import { FakeClient } from '../../../support/fake-client.ts';

function setUp() {
  const passed: PassingEvent[] = [];
  const offer = new QrOffer({ log: pino({ level: 'silent' }), pass: (event) => passed.push(event) });
  return { offer, passed };
}

t.beforeEach(() => {
  mock.timers.enable({ apis: ['Date'], now: 1_000_000 });
});
t.afterEach(() => {
  mock.timers.reset();
});

await t.test('a code is passed on with its end, and told again only while it is good', async (t) => {
  const { offer, passed } = setUp();
  offer.tellAgain();
  t.equal(offer.wasOffered, false);
  offer.offer('a');
  t.equal(offer.wasOffered, true);
  mock.timers.tick(19_999);
  offer.tellAgain();
  mock.timers.tick(1);
  offer.tellAgain();
  const event = { type: 'qr', qr: 'a', expiresAtMs: 1_020_000 };
  t.same(passed, [event, event]);
});

await t.test('the page is asked for new codes, but not again before it had time', async (t) => {
  const { offer } = setUp();
  const client = new FakeClient();
  offer.refresh(client);
  offer.refresh(client);
  mock.timers.tick(5_000);
  offer.refresh(client);
  t.same(client.calls, ['refreshQr', 'refreshQr']);
});

await t.test('a page that cannot be asked breaks nothing', async (t) => {
  const { offer } = setUp();
  const client = new FakeClient();
  client.refreshQr = async () => {
    throw new Error('no such module');
  };
  offer.refresh(client);
  await new Promise(setImmediate);
  t.pass('it is logged');
});
