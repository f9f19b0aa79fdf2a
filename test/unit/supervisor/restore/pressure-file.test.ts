import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import t from 'tap';
import { cpuPressureFile, readWaitedUs } from '@whatsapp-service/supervisor/restore/pressure-file.ts';

const pressure = 'some avg10=0.29 avg60=2.41 avg300=2.17 total=5088383541\nfull avg10=0.00 avg60=0.00 avg300=0.00 total=7\n';

function write(root: string, path: string, text: string): string {
  const file = join(root, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
  return file;
}

t.test('the figure is that of the time in which some task waited', async (t) => {
  t.equal(readWaitedUs(write(t.testdir(), 'cpu', pressure)), 5_088_383_541);
  t.equal(readWaitedUs(write(t.testdir(), 'cpu', '')), undefined);
});

t.test('a container or a unit with a control group of its own has its own figure', async (t) => {
  const root = t.testdir();
  write(root, 'proc/pressure/cpu', pressure);
  write(root, 'proc/self/cgroup', '0::/system.slice/whatsapp.service\n');
  const own = write(root, 'sys/fs/cgroup/system.slice/whatsapp.service/cpu.pressure', pressure);
  t.equal(cpuPressureFile(root), own);
});

t.test('without one the figure of the machine counts', async (t) => {
  const root = t.testdir();
  const machine = write(root, 'proc/pressure/cpu', pressure);
  t.equal(cpuPressureFile(root), machine, 'no /proc/self/cgroup');
  write(root, 'proc/self/cgroup', '4:memory:/user\n0::/\n');
  t.equal(cpuPressureFile(root), machine, 'a group without the file');
});

t.test('a kernel that was built or started without pressure figures has none', async (t) => {
  t.equal(cpuPressureFile(t.testdir()), undefined);
});
