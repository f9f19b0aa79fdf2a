import t from 'tap';
import { processTree, survivors } from '../support/process-tree.ts';
import { Lab } from '../support/lab.ts';

const ids = ['one', 'two', 'three'];
const lab = await Lab.open();
t.teardown(() => lab.close());
const first = await lab.startService({ RESTORE_CONCURRENCY: '3' });
const phones = await lab.linkAll(first, ids);
await lab.waitForLinkOnDisk(...ids);

await t.test('workers whose supervisor is killed end by themselves, with all of their browsers', async (t) => {
  const tree = processTree(first.pid);
  t.ok(tree.length > 3 * 4, `${tree.length} processes`);
  await first.stop('SIGKILL');
  t.strictSame(await survivors(tree, 20_000), []);
  t.strictSame(await lab.leftOver(), []);
});

await t.test('the next start restores all, and says that it does not know when the last one ended', async (t) => {
  const service = await lab.startService();
  await service.waitForReady();
  t.ok(service.messages.includes('Session restoration complete: 3 restored, 0 failed'), service.output);
  t.equal((await service.info()).last_restoration?.service_stopped_at, null);
  t.ok(phones.every((phone) => phone.devices.length === 1));
  for (const id of ids) t.match(await service.session(id), { status: 'connected', restarts: 0 });
  t.equal(await service.stop(), 0);
});

await t.test('what is still there of an earlier run is ended before the sessions come back', async (t) => {
  const earlier = await lab.startService();
  await earlier.waitForReady();
  const [one, two, three] = ids.map((id) => lab.processesOf(id));
  if (one === undefined || two === undefined || three === undefined) throw new Error('The sessions have no processes.');
  const trees = [one, two].flatMap(({ worker, browser }) => [...processTree(worker.pid), ...processTree(browser.pid)]);
  t.teardown(() => {
    for (const { pid } of trees) kill(pid);
  });
  // A worker that does not run cannot notice that its supervisor is gone, nor a browser that its worker is.
  process.kill(one.worker.pid, 'SIGSTOP');
  process.kill(two.browser.pid, 'SIGSTOP');
  process.kill(two.worker.pid, 'SIGKILL');
  await earlier.stop('SIGKILL');
  t.strictSame(await survivors([three.worker, three.browser, two.worker], 20_000), [], 'the third one ended by itself');
  t.strictSame(await survivors([one.worker, one.browser, two.browser], 0), [one.worker, one.browser, two.browser], 'these did not');

  const service = await lab.startService();
  await service.waitForReady();
  t.strictSame(await survivors(trees, 0), []);
  t.ok(service.messages.includes('Processes of an earlier run were still there; they were ended'), service.output);
  t.ok(service.messages.includes('Session restoration complete: 3 restored, 0 failed'), service.output);
  t.match(await service.session('one'), { status: 'connected', phone: phones[0]?.number });
});

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It has ended, as it should.
  }
}
