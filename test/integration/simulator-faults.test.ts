import { cp } from 'node:fs/promises';
import { LibraryClient, linkedClient, profileFolder, temporaryFolder } from '../support/library-client.ts';
import { Simulator } from '@whatsapp-service/simulator/simulator.ts';
import t, { type Test } from 'tap';

const [ann, bob] = ['15550000001', '15550000002'] as const;
const device = `${ann}:1`;
const simulator = await Simulator.start({
  phones: [
    { number: ann, name: 'Ann' },
    { number: bob, name: 'Bob' },
  ],
});
t.teardown(() => simulator.close());
t.afterEach(() => simulator.faults.clear());

const dataPath = await temporaryFolder(t);
await (await linkedClient({ simulator, dataPath }, ann)).close();

function make(test: Test, settings = {}): LibraryClient {
  const library = new LibraryClient({ simulator, dataPath, settings });
  test.teardown(() => library.close());
  return library;
}

function deviceInfo() {
  const [info] = simulator.devices();
  if (!info) throw new Error('No device is linked.');
  return info;
}

/** Fails when the promise settles before the condition holds. */
async function stillPending(test: Test, promise: Promise<unknown>, name: string): Promise<void> {
  const state = await Promise.race([
    promise.then(
      () => 'resolved',
      () => 'rejected',
    ),
    Promise.resolve('pending'),
  ]);
  test.equal(state, 'pending', name);
}

t.test('a slow sync delays authenticated by so long', async (test) => {
  simulator.faults.set({ syncDelayMs: 600 }, { device });
  const library = make(test);
  await library.client.initialize();
  const startedAt = performance.now();
  test.equal(library.waiting('authenticated'), 0);
  await library.next('ready');
  test.ok(performance.now() - startedAt > 400);
});

for (const fault of ['htmlNeverArrives', 'scriptNeverArrives', 'loginNeverCompletes'] as const) {
  t.test(`initialize waits while ${fault} of the device is on, and goes on when it is cleared`, async (test) => {
    simulator.faults.set({ [fault]: true }, { device });
    const library = make(test);
    const before = deviceInfo().connects;
    const starting = library.client.initialize();
    await waiting[fault](library, before);
    await stillPending(test, starting, 'initialize is still waiting');
    test.equal(deviceInfo().connects, fault === 'loginNeverCompletes' ? before + 1 : before);
    simulator.faults.clear({ device });
    await starting;
    await library.next('ready');
  });
}

const waiting = {
  htmlNeverArrives: async (library: LibraryClient) => eventOf(await pageOf(library), 'request'),
  scriptNeverArrives: async (library: LibraryClient) => {
    const page = await pageOf(library);
    await page.waitForRequest((request) => request.url().includes('/app.js'));
  },
  loginNeverCompletes: async (_: LibraryClient, before: number) => simulator.whenConnections(() => deviceInfo().connects > before),
};

type Page = Awaited<ReturnType<typeof pageOf>>;

function eventOf(page: Page, name: 'request' | 'pageerror'): Promise<unknown> {
  return new Promise((resolve) => {
    page.once(name, resolve);
  });
}

async function pageOf(library: LibraryClient) {
  for (;;) {
    if (library.client.pupPage) return library.client.pupPage;
    await new Promise((resolve) => setImmediate(resolve));
  }
}

t.test('a sync that never completes: connected, and never ready', async (test) => {
  simulator.faults.set({ syncNeverCompletes: true }, { phone: ann });
  const library = make(test);
  await library.client.initialize();
  test.equal(await library.client.getState(), 'CONNECTED');
  test.equal(library.waiting('authenticated'), 0);
  simulator.faults.clear();
  await library.next('ready');
});

t.test('a missing module between authenticated and ready: never ready, and no error here', async (test) => {
  simulator.faults.set({ missingModules: ['WAWebUserPrefsMeUser'] });
  const library = make(test);
  const starting = library.client.initialize();
  const failed = eventOf(await pageOf(library), 'pageerror');
  await starting;
  await library.next('authenticated');
  test.match(await failed, { message: /unknown module "WAWebUserPrefsMeUser"/ }, 'only the page sees it');
  test.equal(library.waiting('ready'), 0);
  test.equal(await library.client.getState(), 'CONNECTED');
});

t.test('a page that hangs answers nothing until it is over', async (test) => {
  const library = await make(test).untilReady();
  const hungAt = performance.now();
  simulator.hangPages(700, { device });
  for (;;) {
    const askedAt = performance.now();
    test.equal(await library.client.getState(), 'CONNECTED');
    if (performance.now() - askedAt > 300) break;
    if (performance.now() - hungAt > 5_000) return test.fail('the page never hung');
  }
  test.ok(performance.now() - hungAt > 600);
});

t.test('a dropped connection is told as OPENING, then TIMEOUT, and comes back by itself with what was sent meanwhile', async (test) => {
  const library = await make(test).untilReady();
  const { connects, pageLoads } = deviceInfo();
  simulator.dropConnections(400, { device });
  const states = [await library.next('change_state'), await library.next('change_state'), await library.next('change_state')];
  test.strictSame(states.flat(), ['OPENING', 'TIMEOUT', 'OPENING'], 'two attempts');
  simulator.phone(bob).send(ann, 'meanwhile');
  const sending = library.client.sendMessage(`${bob}@c.us`, 'also meanwhile');
  test.equal((await library.nextMessage()).body, 'meanwhile');
  await library.nextAck((await sending).id._serialized, 2);
  test.equal(await library.client.getState(), 'CONNECTED');
  test.strictSame(deviceInfo(), { ...deviceInfo(), connects: connects + 1, pageLoads, connected: true });
  test.equal(library.waiting('disconnected'), 0);
});

t.test('a connection that is down stays down until the fault is cleared', async (test) => {
  const library = await make(test).untilReady();
  simulator.faults.set({ connectionDown: true }, { phone: ann });
  test.strictSame(await library.next('change_state'), ['OPENING']);
  test.strictSame(await library.next('change_state'), ['TIMEOUT']);
  simulator.faults.clear();
  while ((await library.next('change_state'))[0] !== 'CONNECTED');
  test.pass('connected again');
});

t.test('the same device in a second browser: the older one gets the conflict, and can take over', async (test) => {
  const copy = await temporaryFolder(test);
  await cp(profileFolder(dataPath), profileFolder(copy), { recursive: true });
  const older = await make(test, { takeoverOnConflict: true, takeoverTimeoutMs: 1 }).untilReady();
  // Held back until the newer browser is ready: a conflict before that would go unheard there.
  await older.inPage(`{
    const { Socket } = window.require('WAWebSocketModel');
    const takeover = Socket.takeover.bind(Socket);
    window.asked = new Promise((done) => { Socket.takeover = () => done(takeover); });
    undefined;
  }`);
  const newer = new LibraryClient({ simulator, dataPath: copy });
  test.teardown(() => newer.close());
  await newer.untilReady();
  test.strictSame(await older.next('change_state'), ['CONFLICT']);
  await older.inPage('window.asked.then((takeover) => takeover())');
  test.strictSame(await newer.next('disconnected'), ['CONFLICT'], 'the older one took over');
  while ((await older.next('change_state'))[0] !== 'CONNECTED');
  test.equal(older.waiting('disconnected'), 0);
});

t.test('a slow server acknowledges late', async (test) => {
  const library = await make(test).untilReady();
  simulator.faults.set({ sendDelayMs: 400 });
  const startedAt = performance.now();
  const sent = await library.client.sendMessage(`${bob}@c.us`, 'slow');
  test.equal(sent.ack, 0);
  await library.nextAck(sent.id._serialized, 1);
  test.ok(performance.now() - startedAt > 350);
});

t.test('a page that syncs again is ready again', async (test) => {
  const library = await make(test).untilReady();
  simulator.resync({ device });
  await library.next('ready');
  test.equal(library.waiting('authenticated'), 2);
});

t.test('a page that nobody listens to does not sync, and a reload of it is ready again', async (test) => {
  const library = await make(test).untilReady();
  const { pageLoads } = deviceInfo();
  await library.inPage('void setTimeout(() => location.reload())');
  await library.next('ready');
  test.equal(deviceInfo().pageLoads, pageLoads + 1);
  await library.untilInjected();
});
