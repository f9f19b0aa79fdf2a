import { LibraryClient, linkedClient, temporaryFolder } from '../support/library-client.ts';
import t, { type Test } from 'tap';
import type { Phone } from '@whatsapp-service/simulator/phone/phone.ts';
import { Simulator } from '@whatsapp-service/simulator/simulator.ts';

const simulator = await Simulator.start({ maxDevices: 2 });
t.teardown(() => simulator.close());
t.afterEach(() => simulator.faults.clear());

/** A phone for one test alone. */
function newPhone(): Phone {
  const number = String(15_550_000_001 + simulator.phones().length);
  return simulator.addPhone({ number, name: 'Ann', platform: 'iphone' });
}

function make(test: Test, dataPath: string, settings = {}): LibraryClient {
  const library = new LibraryClient({ simulator, dataPath, settings });
  test.teardown(() => library.close());
  return library;
}

/** A profile that was linked to a phone and closed in order. */
async function linkedProfile(test: Test, { number }: Phone): Promise<string> {
  const dataPath = await temporaryFolder(test);
  const library = await linkedClient({ simulator, dataPath }, number);
  await library.close();
  return dataPath;
}

async function assertQr(test: Test, library: LibraryClient): Promise<void> {
  await library.client.initialize();
  test.match(await library.nextQr(), /^2@[^,]+(,[^,]+){4}$/);
  test.equal(await library.client.getState(), 'UNPAIRED');
  test.equal(library.waiting('authenticated'), 0);
}

t.test('logging out from here removes the device and the profile', async (test) => {
  const phone = newPhone();
  const dataPath = await temporaryFolder(test);
  const library = await linkedClient({ simulator, dataPath }, phone.number);
  test.teardown(() => library.close());
  await library.client.logout();
  test.strictSame(phone.devices, []);
  test.equal(library.waiting('disconnected'), 0);
  await assertQr(test, make(test, dataPath));
});

t.test('logging out in a page that navigates first is rejected, and the device stays', async (test) => {
  const phone = newPhone();
  simulator.faults.set({ logoutNavigatesFirst: true });
  const library = await linkedClient({ simulator, dataPath: await temporaryFolder(test) }, phone.number);
  test.teardown(() => library.close());
  await test.rejects(library.client.logout(), /Execution context was destroyed|detached|closed/);
  test.equal(phone.devices.length, 1);
  await library.next('ready');
});

t.test('a phone unlinks a connected device: LOGOUT, and a new QR', async (test) => {
  const phone = newPhone();
  const library = await linkedClient({ simulator, dataPath: await temporaryFolder(test) }, phone.number);
  test.teardown(() => library.close());
  phone.unlink();
  test.strictSame(await library.next('disconnected'), ['LOGOUT']);
  await library.nextQr();
  await library.untilInjected();
  test.equal(await library.inPage('location.search.startsWith("?post_logout=1") && localStorage.length'), 0);
});

t.test('a device removed while it was away gets a QR without leaving the page', async (test) => {
  const phone = newPhone();
  const dataPath = await linkedProfile(test, phone);
  phone.unlink();
  await assertQr(test, make(test, dataPath));
});

t.test('a device removed while it was away can reload in the middle of the start: rejected once, then a QR', async (test) => {
  const phone = newPhone();
  const dataPath = await linkedProfile(test, phone);
  phone.unlink();
  simulator.faults.set({ removedDevice: 'reload' });
  const library = make(test, dataPath);
  await test.rejects(library.client.initialize(), /Execution context was destroyed/);
  await simulator.whenConnections((connections) => connections.some(({ device }) => device === null));
  await library.close();
  await assertQr(test, make(test, dataPath));
});

t.test('a banned account loses its devices and links none', async (test) => {
  const phone = newPhone();
  const library = await linkedClient({ simulator, dataPath: await temporaryFolder(test) }, phone.number);
  test.teardown(() => library.close());
  phone.ban();
  await library.next('disconnected');
  const qr = await library.nextQr();
  await test.rejects(phone.scan(qr), { code: 'SIM_PHONE_BANNED' });
  test.strictSame(phone.devices, []);
  await library.untilInjected();
});
