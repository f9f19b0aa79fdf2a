import { mkdtempSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import t from 'tap';
import { transact } from '@whatsapp-service/supervisor/storage/database.ts';
import { autoDownloadLab, coded } from '../support/auto-download-lab.ts';
import { mountRefusal, SmallDisk } from '../support/small-disk.ts';
import { until } from '../support/until.ts';

const hourMs = 3_600_000;
const folder = mkdtempSync(join(tmpdir(), 'auto-download-'));
const refusal = mountRefusal(folder);
t.teardown(() => rmSync(folder, { recursive: true, force: true }));

const bytes = (messageId: string): Buffer => Buffer.from(`bytes of ${messageId}`);

t.test('the file of an incoming message is fetched at once and kept for this user alone', async (t) => {
  const lab = autoDownloadLab(t, bytes);
  lab.receive('before');
  const download = lab.open();
  t.teardown(() => download.close());
  download.start();
  lab.receive('m1');
  lab.receive('a text', { size: null });
  t.equal(await until('it is kept', async () => lab.bytesOf('m1')), 'bytes of m1');
  const [path = ''] = lab.filesIn('kept-media');
  t.equal(statSync(path).mode & 0o777, 0o600);
  t.equal(statSync(dirname(path)).mode & 0o777, 0o700);
  t.equal(statSync(dirname(dirname(path))).mode & 0o777, 0o700);
  await until('nothing is under way', () => lab.filesIn('media').length === 0);
  t.notOk(lab.asked.includes('before'), 'what was there before the setting is left alone');
});

t.test('what the log has had while the service was away is fetched once after it, in pages', async (t) => {
  const lab = autoDownloadLab(t, bytes);
  const first = lab.open();
  first.start();
  lab.receive('m1');
  await until('the first is kept', async () => lab.bytesOf('m1'));
  first.close();
  transact(lab.storage.database, () => {
    for (let n = 0; n < 1_100; n += 1) lab.receive(`p${n}`, { size: n === 1_099 ? 3 : 5_000 });
  });
  const second = lab.open();
  t.teardown(() => second.close());
  second.start();
  const { timers } = lab.clock;
  lab.receive('meanwhile', { size: 5_000 });
  lab.receive('and now', { size: 3 });
  t.equal(lab.clock.timers, timers, 'the next page is read once, whatever comes meanwhile');
  await until('the last is kept', async () => {
    lab.clock.advance(20);
    return lab.bytesOf('and now');
  });
  t.strictSame(lab.asked, ['m1', 'p1099', 'and now']);
});

t.test('a fetch that is cut short by the end of the service is made after the next start', async (t) => {
  let isHanging = true;
  const lab = autoDownloadLab(t, async (messageId) => (isHanging ? new Promise(() => undefined) : bytes(messageId)));
  const first = lab.open();
  first.start();
  lab.receive('m1');
  await until('it is asked for', () => lab.asked.length === 1);
  first.close();
  isHanging = false;
  const second = lab.open();
  t.teardown(() => second.close());
  second.start();
  t.equal(await until('it is kept', async () => lab.bytesOf('m1')), 'bytes of m1');
});

t.test('a fetch that fails is made again, later each time, and given up in the end', async (t) => {
  let answer: Buffer | Error = coded('WRK_MEDIA_GONE');
  const lab = autoDownloadLab(t, () => answer);
  const download = lab.open();
  t.teardown(() => download.close());
  download.start();
  lab.receive('again');
  await until('it has failed', () => lab.store.next('anna')?.attempts === 1);
  lab.clock.advance(9_000);
  t.equal(lab.asked.length, 1, 'not at once');
  answer = bytes('again');
  lab.clock.advance(1_000);
  t.equal(await until('it is kept', async () => lab.bytesOf('again')), 'bytes of again');

  answer = coded('WRK_MEDIA_GONE');
  lab.asked.length = 0;
  lab.receive('never');
  await until('it is given up', () => {
    lab.clock.advance(600_000);
    return lab.asked.length > 1 && lab.store.next('anna') === undefined;
  });
  t.equal(lab.asked.length, 6);
  answer = coded('WRK_MEDIA_TOO_LARGE');
  lab.receive('too large');
  await until('that is final', () => lab.asked.includes('too large') && lab.store.next('anna') === undefined);
  t.same(lab.filesIn('media'), []);
});

t.test('a session that is not connected waits, and that is no attempt; the others go on', async (t) => {
  const lab = autoDownloadLab(t, (messageId) => (messageId === 'lost' ? coded('WRK_NOT_CONNECTED') : bytes(messageId)));
  lab.connected.delete('ben');
  const download = lab.open();
  t.teardown(() => download.close());
  download.start();
  lab.receive('of ben', { sessionId: 'ben' });
  lab.receive('lost');
  lab.receive('of anna');
  await until('the other is kept', async () => lab.bytesOf('of anna'));
  t.match(lab.store.next('anna'), { messageId: 'lost', attempts: 0 });
  t.notOk(lab.asked.includes('of ben'));
  lab.connect('ben');
  await until('it is kept', async () => lab.bytesOf('of ben', 'ben'));
});

t.test('only what is wanted is fetched', async (t) => {
  const lab = autoDownloadLab(t, bytes, { rules: { kinds: new Set(['image', 'voice']) } });
  const download = lab.open();
  t.teardown(() => download.close());
  download.start();
  lab.receive('large', { size: 1_001 });
  lab.receive('a film', { type: 'video' });
  lab.receive('a status', { chat: 'status@broadcast' });
  lab.receive('a voice', { type: 'ptt', size: null });
  await until('it is kept', async () => lab.bytesOf('a voice'));
  t.strictSame(lab.asked, ['a voice']);
});

t.test('files go by age, by size, and with their session; what is damaged or nobody’s goes as well', async (t) => {
  const lab = autoDownloadLab(t, bytes, { maxAgeMs: 100 * hourMs, maxBytes: 30 });
  const download = lab.open();
  t.teardown(() => download.close());
  download.start();
  for (const id of ['m1', 'm2', 'm3']) {
    lab.receive(id);
    await until('it is kept', async () => lab.bytesOf(id));
    lab.clock.advance(1);
  }
  await lab.upkeep.run();
  t.strictSame(await Promise.all(['m1', 'm2', 'm3'].map(async (id) => lab.bytesOf(id))), [undefined, 'bytes of m2', 'bytes of m3']);
  t.equal(lab.filesIn('kept-media').length, 2);

  const row = lab.store.find('anna', 'm2');
  truncateSync(join(lab.folder, 'kept-media', 'anna', row?.file ?? ''), 2);
  t.equal(await lab.bytesOf('m2'), undefined, 'half a file is none');
  t.equal(lab.filesIn('kept-media').length, 1);

  const orphan = join(lab.folder, 'kept-media', 'anna', 'f'.repeat(32));
  writeFileSync(orphan, 'x');
  lab.clock.sleep(Date.now() - lab.clock.now() + 2 * hourMs);
  lab.receive('new');
  await until('it is kept', async () => lab.bytesOf('new'));
  await lab.upkeep.run();
  t.equal(await lab.bytesOf('m3'), undefined, 'too old');
  t.equal(await lab.bytesOf('new'), 'bytes of new');
  t.equal(lab.filesIn('kept-media').length, 1, 'the orphan is gone');

  await lab.media.forget('anna');
  t.same(lab.filesIn('kept-media'), []);
  t.equal(await lab.bytesOf('new'), undefined);
});

t.test('a session that is deleted while its file is fetched leaves none', async (t) => {
  const arrived = Promise.withResolvers<Buffer>();
  const lab = autoDownloadLab(t, async () => arrived.promise);
  const download = lab.open();
  t.teardown(() => download.close());
  download.start();
  lab.receive('m1');
  await until('it is asked for', () => lab.asked.length === 1);
  await lab.media.forget('anna');
  arrived.resolve(bytes('m1'));
  await until('it has come and gone', () => lab.taken() === 1 && lab.filesIn('kept-media').length === 0);
  t.same(lab.filesIn('media'), []);
});

t.test('without room on the disk nothing is fetched, the log goes on, and it follows by itself', { skip: refusal ?? false }, async (t) => {
  const disk = SmallDisk.mount(join(folder, 'data'), 40);
  t.teardown(() => disk.unmount());
  const lab = autoDownloadLab(t, bytes, { folder: disk.path });
  const download = lab.open();
  t.teardown(() => download.close());
  download.start();
  t.ok(lab.receive('m1'), 'the log takes it');
  await until('it waits', () => lab.store.next('anna') !== undefined && lab.clock.timers > 1);
  lab.clock.advance(60_000);
  t.same(lab.asked, []);
  disk.resize(200);
  await until('it is kept', async () => {
    lab.clock.advance(5_000);
    return lab.bytesOf('m1');
  });
});
