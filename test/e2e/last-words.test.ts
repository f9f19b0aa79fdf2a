import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { Lab } from '../support/lab.ts';
import { processTree, survivors } from '../support/process-tree.ts';
import { until } from '../support/until.ts';

const lab = await Lab.open();
t.teardown(() => lab.close());
const folder = join(lab.dataDir, 'last-words');

await t.test('what happens between the end of a supervisor and that of its worker is told by the next one, once', async (t) => {
  const first = await lab.startService({ HANDOVER_GRACE_SECONDS: '6' });
  const phone = await lab.link(first, 'one');
  await lab.waitForLinkOnDisk('one');
  const friend = lab.newPhone();
  const sent = await first.api<{ message_id: string }>('POST', '/api/v1/sessions/one/messages', { to: friend.number, text: 'is it read?' });
  await first.waitForEvent(({ type, data }) => type === 'message.ack' && data['ack'] === 2);
  const tree = processTree(lab.workerOf('one').pid);
  await first.stop('SIGKILL');
  friend.read(phone.number);
  const { id } = friend.send(phone.number, 'is anybody there?');
  await until('the worker’s page has it', () => friend.messages().some((message) => message.id === id && message.ack >= 2));
  t.strictSame(await survivors(tree, 30_000), [], 'nobody came back, and the worker has ended');

  const [name = '', ...others] = readdirSync(folder);
  t.strictSame(others, []);
  t.equal(statSync(join(folder, name)).mode & 0o777, 0o600);
  const left = readFileSync(join(folder, name), 'utf8');
  t.match(left, 'is anybody there?');
  t.match(left, sent.body.message_id);

  const next = await lab.startService();
  await next.waitForReady();
  const events = await next.events('one');
  t.equal(events.filter(({ data }) => data['text'] === 'is anybody there?').length, 1);
  t.equal(
    events.filter(({ type, data }) => type === 'message.ack' && data['message_id'] === sent.body.message_id && data['ack'] === 3).length,
    1,
  );
  const [told, back] = ['is anybody there?', 'connected'].map((what) =>
    events.findLast(({ data }) => data['text'] === what || data['to'] === what),
  );
  t.ok((told?.seq ?? Infinity) < (back?.seq ?? 0), 'before the session is connected again');
  t.strictSame(readdirSync(folder), []);
  t.equal(await next.stop(), 0);
});
