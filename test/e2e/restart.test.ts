import type { RestartPreview } from '@whatsapp-service/shared/api/restart-view.ts';
import t from 'tap';
import { freePort } from '../../scripts/service/free-port.ts';
import { Lab } from '../support/lab.ts';
import { ServiceProcess, until } from '../support/service-process.ts';

const ids = ['one', 'two'];
const preview = '/api/v1/service/restart-preview';

const lab = await Lab.open();
t.teardown(() => lab.close());
// As a person starts it: in a terminal, without a grace.
const service = await ServiceProcess.launch({ ...lab.env, PORT: String(await freePort()) });
t.teardown(() => service.stop());
const phones = await lab.linkAll(service, ids);
await lab.waitForLinkOnDisk(...ids);

function connections(): string[] {
  return lab.simulator.connections().map(({ device, connectedAt }) => `${device} since ${connectedAt}`);
}

async function previewOf(mode: string): Promise<RestartPreview> {
  return (await service.api<RestartPreview>('GET', `${preview}?mode=${mode}`)).body;
}

/** Confirms a restart and waits until another process has restored everything. */
async function restart(mode: 'handover' | 'full'): Promise<void> {
  const startedAt = (await service.info()).started_at;
  const { confirm_token } = await previewOf(mode);
  const { status, body } = await service.api('POST', '/api/v1/service/restart', { confirm_token, mode });
  t.equal(status, 202, JSON.stringify(body));
  const isBack = await until(async () => {
    const info = await service.info().catch(() => undefined);
    return info !== undefined && info.started_at !== startedAt && info.status === 'ready' ? true : undefined;
  }, 90_000);
  t.ok(isBack, service.output.slice(-2_000));
}

await t.test('the preview says what a restart would do, and offers the better one', async (t) => {
  const { status, body } = await service.api<RestartPreview>('GET', preview);
  t.equal(status, 200);
  t.match(body, {
    mode: 'handover',
    active_sessions: 2,
    in_flight_sends: 0,
    undelivered_webhooks: 0,
    message: /no session will be disconnected/,
  });
  const full = await previewOf('full');
  t.equal(
    full.message,
    `Restart will briefly disconnect 2 active session(s). They will auto-reconnect in ${full.expected_seconds} seconds. Proceed with restart?`,
  );
  t.ok(full.expected_seconds > body.expected_seconds);
});

await t.test('nothing restarts without the right token', async (t) => {
  const before = await service.info();
  const { confirm_token } = await previewOf('full');
  const wrong = [
    [{ confirm_token: 'nonsense', mode: 'full' }, 409],
    [{ confirm_token, mode: 'handover' }, 409],
    [{ confirm_token, mode: 'sideways' }, 400],
    [{ confirm_token }, 400],
    [{ mode: 'full' }, 400],
  ] as const;
  for (const [body, status] of wrong) t.equal((await service.api('POST', '/api/v1/service/restart', body)).status, status);
  t.equal((await service.api('GET', `${preview}?mode=sideways`)).status, 400);
  t.match(await service.info(), { started_at: before.started_at, status: 'ready' });
});

await t.test('a handover disconnects nobody, even where no grace is set', async (t) => {
  const [before, workers] = [connections(), ids.map((id) => lab.processesOf(id))];
  await restart('handover');
  t.strictSame(connections(), before);
  t.strictSame(
    ids.map((id) => lab.processesOf(id)),
    workers,
  );
  t.match((await service.info()).last_restoration, { restored: 2, failed: 0, sessions: [{ adopted: true }, { adopted: true }] });
  t.ok((await previewOf('handover')).expected_seconds < 15);
});

await t.test('and does so again: the grace was for that restart alone, and the next one gives another', async (t) => {
  const before = connections();
  await restart('handover');
  t.strictSame(connections(), before);
});

await t.test('a full restart ends all sessions and brings them back', async (t) => {
  const before = connections();
  await restart('full');
  t.equal(connections().length, 2);
  t.notOk(
    connections().some((connection) => before.includes(connection)),
    'the connections are new',
  );
  t.match((await service.info()).last_restoration, { restored: 2, failed: 0, sessions: [{ adopted: false }, { adopted: false }] });
  t.ok(phones.every((phone) => phone.devices.length === 1));
});

await t.test('Ctrl-C ends it, and leaves nothing', async (t) => {
  t.equal(await service.stop('SIGINT'), 0, service.output.slice(-2_000));
  t.strictSame(await lab.leftOver(), []);
});
