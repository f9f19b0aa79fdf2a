import { LibraryClient, temporaryFolder } from '../support/library-client.ts';
import { Simulator } from '@whatsapp-service/simulator/simulator.ts';
import t from 'tap';

const ann = '15550000001';

t.test('refs change, run out, and come again on request; only the one on offer can be scanned', async (test) => {
  const simulator = await Simulator.start({ qrRefreshMs: 400, qrRefs: 3, phones: [{ number: ann, name: 'Ann' }] });
  test.teardown(() => simulator.close());
  const library = new LibraryClient({ simulator, dataPath: await temporaryFolder(test) });
  test.teardown(() => library.close());
  await library.client.initialize();
  const shown = [await library.nextQr(), await library.nextQr(), await library.nextQr()];
  const phone = simulator.phone(ann);
  test.equal(new Set(shown).size, 3);
  await test.rejects(phone.scan(shown[0] ?? ''), { code: 'SIM_QR_STALE', message: /replaced or used/ });
  await library.inPage(
    `new Promise((done) => {
      const { Socket } = window.require('WAWebSocketModel');
      if (Socket.state === 'UNPAIRED_IDLE') done();
      else Socket.once('change:state', done);
    })`,
  );
  test.equal(await library.client.getState(), 'UNPAIRED_IDLE');
  test.equal(library.waiting('qr'), 0, 'no QR comes by itself');
  await library.inPage("void window.require('WAWebCmd').Cmd.refreshQR()");
  const fresh = await library.nextQr();
  const [ref = '', ...keys] = fresh.split(',');
  await test.rejects(phone.scan([ref, keys[1], keys[0], keys[2], keys[3]].join(',')), { code: 'SIM_QR_FORGED' });
  await test.rejects(phone.scan([`${ref}x`, ...keys].join(',')), { code: 'SIM_QR_STALE', message: /no page here/ });
  await test.rejects(phone.scan('https://example.com'), { code: 'SIM_QR_MALFORMED' });
  await phone.scan(fresh);
  await library.next('ready');
  await test.rejects(phone.scan(fresh), { code: 'SIM_QR_STALE', message: /replaced or used/ }, 'a QR links once');
});

t.test('no QR comes while that is the fault', async (test) => {
  const simulator = await Simulator.start({ phones: [{ number: ann, name: 'Ann' }] });
  test.teardown(() => simulator.close());
  simulator.faults.set({ qrNeverComes: true });
  const library = new LibraryClient({ simulator, dataPath: await temporaryFolder(test) });
  test.teardown(() => library.close());
  const starting = library.client.initialize();
  await simulator.whenConnections((connections) => connections.length === 1);
  test.equal(library.waiting('qr'), 0);
  simulator.faults.clear();
  await library.nextQr();
  await starting;
});
