import { createCertificate } from '@whatsapp-service/simulator/web/certificate.ts';
import { join } from 'node:path';
import { readdir, stat, writeFile } from 'node:fs/promises';
import type { SimulatorState } from '@whatsapp-service/simulator/state/simulator-state.ts';
import { StateFile } from '@whatsapp-service/simulator/state/state-file.ts';
import t from 'tap';

const certificate = await createCertificate();
const state = (name: string): SimulatorState => ({
  version: 1,
  certificate,
  accounts: [
    { number: '15550000001', lid: '1', name, platform: 'android', online: true, banned: false, nextDevice: 1, contacts: [], devices: [] },
  ],
  messages: [],
});

t.test('what was scheduled is there after a flush, for its owner only', async (test) => {
  const folder = test.testdir();
  const path = join(folder, 'deep', 'state.json');
  const file = new StateFile(path);
  test.equal(await file.load(), undefined);
  await file.flush();
  test.strictSame(await readdir(folder), [], 'nothing to write, nothing written');
  file.schedule(() => state('first'));
  file.schedule(() => state('second'));
  await file.flush();
  test.match(await new StateFile(path).load(), { accounts: [{ name: 'second' }] });
  test.equal((await stat(path)).mode & 0o777, 0o600);
  test.strictSame(await readdir(join(folder, 'deep')), ['state.json']);
});

t.test('a file that is no state is refused', async (test) => {
  const path = join(test.testdir(), 'state.json');
  for (const text of ['{', '{}', '[]', JSON.stringify({ ...state('x'), version: 2 })]) {
    await writeFile(path, text);
    await test.rejects(new StateFile(path).load(), { code: 'SIM_STATE_FILE_UNREADABLE' });
  }
});
