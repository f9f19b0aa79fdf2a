import { lstat, symlink } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import t from 'tap';
import { commandLineOf } from '../support/process-tree.ts';
import { Lab } from '../support/lab.ts';
import { fullChromium, withoutFullChromium } from '../support/browsers.ts';

const lab = await Lab.open();
t.teardown(() => lab.close());
const path = fullChromium?.path ?? '';
const env = { CHROMIUM_PATH: path };
const skip = withoutFullChromium;
const profile = lab.profileOf('moved');
const phone = lab.newPhone();

await t.test('a session is linked with a full Chromium', { skip }, async (t) => {
  const service = await lab.startService(env);
  await lab.link(service, 'moved', phone);
  t.ok(commandLineOf(lab.processesOf('moved').browser.pid).startsWith(path));
  t.equal(await service.stop(), 0);
});

for (const [whose, owner] of [
  ['another host', 'another-host-1234'],
  ['this host before it was started anew', `${hostname()}-99999999`],
]) {
  await t.test(`a SingletonLock of ${whose} does not block the profile`, { skip }, async (t) => {
    await symlink(owner ?? '', join(profile, 'SingletonLock'));
    await symlink('1234567890', join(profile, 'SingletonCookie'));
    await symlink('/tmp/nowhere/SingletonSocket', join(profile, 'SingletonSocket'));
    const service = await lab.startService(env);
    await service.waitForReady();
    t.ok(service.messages.includes('✓ Session restored: moved'), service.output);
    t.match(await service.session('moved'), { status: 'connected', restarts: 0, phone: phone.number });
    t.equal(await service.stop(), 0);
    for (const name of ['SingletonLock', 'SingletonCookie', 'SingletonSocket']) {
      await t.rejects(lstat(join(profile, name)), { code: 'ENOENT' }, `${name} is gone`);
    }
  });
}

await t.test('the profile goes over to a headless shell and is still linked', { skip }, async (t) => {
  const service = await lab.startService();
  await service.waitForReady();
  t.notOk(commandLineOf(lab.processesOf('moved').browser.pid).startsWith(`${path} `));
  t.match(await service.session('moved'), { status: 'connected', phone: phone.number });
  t.equal(phone.devices.length, 1);
});
