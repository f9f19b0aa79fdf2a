import type { LoggedEvent } from '@whatsapp-service/shared/api/logged-event.ts';
import type { SessionView } from '@whatsapp-service/shared/api/session-view.ts';
import t from 'tap';
import { Lab } from '../support/lab.ts';
import { until } from '../support/service-process.ts';
import type { ServiceProcess } from '../support/service-process.ts';

const ids = ['user_1_instance_main', 'user_1_instance_shop', 'user_2_instance_main', 'user_3-a', 'user_4-b'];
const concurrency = 2;

t.test('five linked sessions come back after a restart', async (t) => {
  const lab = await Lab.open();
  t.teardown(() => lab.close());
  const first = await lab.startService({ RESTORE_CONCURRENCY: '5' });
  const phones = await lab.linkAll(first, ids);
  const wantedOrder = await byLastConnection(first);
  const stopAskedMs = Date.now();
  t.equal(await first.stop(), 0, 'the service stops cleanly');
  const stoppedMs = Date.now();
  const connectsBefore = phones.map((phone) => lab.connectsOf(phone));

  // Held at their login, the sessions let us look at a restoration under way.
  lab.simulator.faults.set({ loginNeverCompletes: true });
  const second = await lab.startService({ RESTORE_CONCURRENCY: String(concurrency) });
  const before = await second.lastSeq();

  await t.test('HTTP answers while they are on their way', async (t) => {
    await second.waitForSession(wantedOrder[1] ?? '', ({ state }) => state === 'starting');
    const live = await second.api('GET', '/livez');
    t.strictSame([live.status, live.body], [200, { status: 'ok' }]);
    const ready = await second.api('GET', '/readyz');
    t.equal(ready.status, 503);
    t.strictSame(ready.body, { status: 'restoring', reasons: [], restoration: { total: 5, restored: 0, failed: 0, remaining: 5 } });
    const { body } = await second.api<{ sessions: SessionView[] }>('GET', '/api/v1/sessions');
    t.strictSame(
      body.sessions.map(({ status }) => status),
      ids.map(() => 'connecting'),
    );
    t.equal(body.sessions.filter(({ state }) => state === 'queued').length, ids.length - concurrency, 'the others wait for a slot');
    t.equal((await second.info()).last_restoration?.completed_at, null, 'the report is under way');
  });

  await t.test('/readyz counts them as they come, and then says ready', async (t) => {
    lab.simulator.faults.clear();
    const counts = await countsUntilReady(second);
    t.ok(
      counts.every(({ total, restored, failed, remaining }) => total === 5 && failed === 0 && restored + remaining === 5),
      JSON.stringify(counts),
    );
    const restored = counts.map((count) => count.restored);
    t.strictSame(
      restored,
      restored.toSorted((a, b) => a - b),
      'the number only grows',
    );
    t.ok(
      restored.some((count) => count > 0 && count < 5),
      `it was seen in between: ${restored.join(' ')}`,
    );
    t.comment(`stop ${stoppedMs - stopAskedMs} ms`);
  });

  await t.test('each is connected as the device that it was, with no QR code', async (t) => {
    const { body } = await second.api<{ sessions: SessionView[] }>('GET', '/api/v1/sessions');
    t.strictSame(
      body.sessions.map((session) => [session.session_id, session.status, session.reason, session.restarts]),
      ids.toSorted().map((id) => [id, 'connected', null, 0]),
    );
    t.strictSame(
      ids.map((id) => body.sessions.find(({ session_id }) => session_id === id)?.phone),
      phones.map((phone) => phone.number),
    );
    for (const id of ids) t.ok(second.messages.includes(`✓ Session restored: ${id}`), id);
    t.equal(second.messages.filter((message) => message.startsWith('Session restoration complete')).length, 1);
    t.ok(second.messages.includes('Session restoration complete: 5 restored, 0 failed'));
    t.notOk(
      second.messages.some((message) => message.includes('QR')),
      'no QR code is spoken of',
    );
    t.strictSame(
      phones.map((phone, index) => [phone.devices.length, lab.connectsOf(phone) - (connectsBefore[index] ?? 0)]),
      ids.map(() => [1, 1]),
      'one device each, which logged in once',
    );
    const types = (await second.events(undefined, before)).map(({ type }) => type);
    t.notOk(types.includes('session.qr'));
  });

  await t.test('never more of them start at once than RESTORE_CONCURRENCY says, the most recently connected first', async (t) => {
    const events = await second.events();
    const since = events.findLast(({ data }) => data['to'] === 'stopped')?.seq ?? Number.NaN;
    const changes = events.filter(({ seq, type }) => seq > since && type === 'session.state_changed');
    t.equal(mostAtOnce(changes, ['starting', 'authenticating']), concurrency);
    t.strictSame(
      changes.filter(({ data }) => data['to'] === 'starting').map(({ session_id }) => session_id),
      wantedOrder,
    );
  });

  await t.test('the report is kept and complete', async (t) => {
    const report = (await second.info()).last_restoration;
    if (report === null) return t.fail('there is no report');
    const { restored, failed, directory_source, sessions } = report;
    t.match({ restored, failed, directory_source }, { restored: 5, failed: 0, directory_source: 'embedded' });
    t.strictSame(
      sessions.map(({ session_id, outcome, message }) => [session_id, outcome, message]),
      wantedOrder.map((id) => [id, 'restored', null]),
    );
    t.ok(sessions.every(({ duration_ms }) => (duration_ms ?? 0) > 0));
    const times = [
      report.service_stopped_at,
      report.service_started_at,
      report.began_at,
      report.first_connected_at,
      report.last_connected_at,
      report.completed_at,
    ].map((time) => Date.parse(time ?? ''));
    t.strictSame(
      times,
      times.toSorted((a, b) => a - b),
      'its times are in their order',
    );
    const [stoppedAtMs = Number.NaN] = times;
    t.ok(stoppedAtMs >= stopAskedMs && stoppedAtMs <= stoppedMs, 'it says when the service stopped');
    const completed = await second.waitForEvent(({ type }) => type === 'service.restoration_completed', { after: before });
    t.match(completed.data, { restored: 5, failed: 0, began_at: report.began_at });
    const progress = (await second.events(undefined, before)).filter(({ type }) => type === 'service.restoration_progress');
    t.strictSame(
      progress.map(({ data }) => data['remaining']),
      [4, 3, 2, 1, 0],
    );
  });

  await t.test('the timeline of each says what its start went through', async (t) => {
    const { starts } = await second.timeline(ids[0] ?? '');
    t.match(starts, [{ cause: 'restoration', ended_at: null, exit_code: null }]);
    t.strictSame(
      starts[0]?.phases.map(({ phase, outcome }) => `${phase} ${outcome}`),
      ['loading done', 'launching done', 'navigating done', 'authenticating done'],
    );
  });
});

/** The ids as a restoration has to order them. */
async function byLastConnection(service: ServiceProcess): Promise<string[]> {
  // By when each worker was connected: on a busy machine the service may hear of it in another order.
  const { body } = await service.api<{ sessions: SessionView[] }>('GET', '/api/v1/sessions');
  // The list is by id, and so is the order of those that were connected in the same millisecond.
  const newestFirst = body.sessions.toSorted(
    (one, other) => Date.parse(other.connected_since ?? '') - Date.parse(one.connected_since ?? ''),
  );
  return newestFirst.map(({ session_id: sessionId }) => sessionId);
}

/** Each different answer of /readyz until it is 200, that one included. */
async function countsUntilReady(service: ServiceProcess) {
  const counts: { total: number; restored: number; failed: number; remaining: number }[] = [];
  await until(async () => {
    const { status, body } = await service.api<{ restoration: (typeof counts)[number] }>('GET', '/readyz');
    if (counts.at(-1)?.remaining !== body.restoration.remaining) counts.push(body.restoration);
    return status === 200 ? true : undefined;
  }, 90_000);
  return counts;
}

/** How many sessions were in one of the states at the same time, at most. */
function mostAtOnce(changes: readonly LoggedEvent[], states: readonly string[]): number {
  const inside = new Set<string>();
  let most = 0;
  for (const { session_id, data } of changes) {
    if (states.includes(String(data['to']))) inside.add(session_id ?? '');
    else inside.delete(session_id ?? '');
    most = Math.max(most, inside.size);
  }
  return most;
}
