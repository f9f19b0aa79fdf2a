import type { RestartPreview } from '@whatsapp-service/shared/api/restart-view.ts';
import t from 'tap';
import { Container, namespacesRefusal } from '../support/container.ts';
import { Lab } from '../support/lab.ts';
import { processesNaming } from '../support/process-tree.ts';

const ids = ['one', 'two'];

t.test('in a container, whose restart policy starts it again', { skip: namespacesRefusal() ?? false }, async (t) => {
  const lab = await Lab.open();
  t.teardown(() => lab.close());
  let container = await Container.start(lab.env, lab.folder);
  t.teardown(() => container.stop());
  const codes = async (): Promise<number> => (await container.events()).filter(({ type }) => type === 'session.qr').length;
  const running = (): unknown[] => processesNaming(lab.folder);

  /** What the restart policy does, and that all sessions are there again without a code. */
  async function expectRestored(codesBefore: number): Promise<void> {
    container = await Container.start(lab.env, lab.folder);
    await container.waitForReady();
    t.match((await container.info()).last_restoration, { restored: 2, failed: 0 });
    for (const id of ids) t.match(await container.session(id), { status: 'connected' });
    t.equal(await codes(), codesBefore, 'nobody scans again');
  }

  await container.waitForReady();
  await lab.linkAll(container, ids);
  await lab.waitForLinkOnDisk(...ids);
  const codesOfLinks = await codes();

  await t.test('a handover is refused with its reason, a full restart is offered', async (t) => {
    const { status, body } = await container.api('GET', '/api/v1/service/restart-preview?mode=handover');
    t.match({ status, body }, { status: 409, body: { code: 'SUP_RESTART_IMPOSSIBLE', detail: /a container ends with its first process/ } });
    t.match((await container.api<RestartPreview>('GET', '/api/v1/service/restart-preview')).body, { mode: 'full' });
  });

  await t.test('a restart by the API ends it with the code that asks for another start', async (t) => {
    const { body } = await container.api<RestartPreview>('GET', '/api/v1/service/restart-preview?mode=full');
    const { status } = await container.api('POST', '/api/v1/service/restart', { confirm_token: body.confirm_token, mode: 'full' });
    t.equal(status, 202);
    t.match(await container.ended, { code: 75 });
    t.strictSame(running(), [], 'its processes have ended with it');
    await expectRestored(codesOfLinks);
  });

  await t.test('one that is killed takes everything along, and comes back', async (t) => {
    process.kill(container.firstPid, 'SIGKILL');
    await container.ended;
    t.strictSame(running(), [], 'its processes have ended with it');
    await expectRestored(codesOfLinks);
  });

  await t.test('SIGTERM, as of "docker stop", ends it in order', async (t) => {
    t.match(await container.stop(), { code: 0 });
    t.strictSame(running(), [], 'its processes have ended with it');
  });
});
