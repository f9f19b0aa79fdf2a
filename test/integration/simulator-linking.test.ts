import { cp, rm } from 'node:fs/promises';
import { LibraryClient, linkedClient, profileFolder, temporaryFolder } from '../support/library-client.ts';
import t, { type Test } from 'tap';
import { join } from 'node:path';
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

t.test('a phone scans the QR text, and the client is ready and knows who it is', async (test) => {
  const phone = newPhone();
  const dataPath = await temporaryFolder(test);
  const library = make(test, dataPath);
  await library.client.initialize();
  const deviceId = await phone.scan(await library.nextQr());
  test.strictSame(
    phone.devices.map(({ id }) => id),
    [deviceId],
  );
  await library.next('ready');
  const { wid, pushname, platform } = library.client.info;
  test.strictSame([wid._serialized, pushname, platform], [`${phone.number}@c.us`, 'Ann', 'iphone']);
  test.equal(await library.client.getState(), 'CONNECTED');
  test.equal(library.waiting('authenticated'), 1);
  test.match(simulator.devices().at(-1), { id: deviceId, phone: phone.number, connected: true, browser: 'Chrome on Linux' });
  const stored = await library.inPage('indexedDB.databases().then((all) => [localStorage.length > 0, all.length > 0])');
  test.strictSame(stored, [true, true], 'both storages hold something');
});

t.test('a closed profile comes back without a QR, and so does a copy of its two storage folders', async (test) => {
  const phone = newPhone();
  const dataPath = await linkedProfile(test, phone);
  const copy = await temporaryFolder(test);
  for (const folder of ['IndexedDB', 'Local Storage']) {
    await cp(join(profileFolder(dataPath), 'Default', folder), join(profileFolder(copy), 'Default', folder), { recursive: true });
  }
  for (const path of [dataPath, copy]) {
    const library = make(test, path);
    await library.untilReady();
    test.equal(library.waiting('qr'), 0);
    await library.close();
  }
  test.equal(phone.devices.length, 1, 'it is the same device');
});

for (const folder of ['', 'Default/IndexedDB', 'Default/Local Storage']) {
  t.test(`a profile without ${folder || 'any file'} is not linked`, async (test) => {
    const phone = newPhone();
    const dataPath = await linkedProfile(test, phone);
    await rm(join(profileFolder(dataPath), folder), { recursive: true });
    const library = make(test, dataPath);
    await assertQr(test, library);
    test.equal(await library.inPage('localStorage.length'), 0);
    test.equal(await library.inPage('indexedDB.databases().then((all) => all.length)'), 0);
  });
}

t.test('a phone links no more devices than it can have', async (test) => {
  const phone = newPhone();
  const [first, second, third] = [
    make(test, await temporaryFolder(test)),
    make(test, await temporaryFolder(test)),
    make(test, await temporaryFolder(test)),
  ];
  for (const library of [first, second]) {
    await library.client.initialize();
    await phone.scan(await library.nextQr());
    await library.next('ready');
  }
  await third.client.initialize();
  await test.rejects(phone.scan(await third.nextQr()), { code: 'SIM_DEVICES_FULL' });
});

t.test('a pairing code links too', async (test) => {
  const phone = newPhone();
  const library = make(test, await temporaryFolder(test), {
    pairWithPhoneNumber: { phoneNumber: phone.number, showNotification: true, intervalMs: 180_000 },
  });
  await library.client.initialize();
  const code = String((await library.next('code'))[0]);
  test.match(code, /^[1-9A-Z]{8}$/);
  await test.rejects(newPhone().enterPairingCode(code), { code: 'SIM_PAIRING_CODE_UNKNOWN' }, 'it is for one number');
  await phone.enterPairingCode(`${code.slice(0, 4)}-${code.slice(4).toLowerCase()}`);
  await library.next('ready');
  test.equal(library.client.info.wid.user, phone.number);
  test.equal(library.waiting('qr'), 0);
});
