import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { projectFolder } from '../../support/deploy-image.ts';

interface Rule {
  readonly comment?: string;
  readonly names: readonly string[];
  readonly action: string;
}

const profile = JSON.parse(readFileSync(join(projectFolder, 'deploy/docker/seccomp.json'), 'utf8')) as {
  readonly defaultAction: string;
  readonly syscalls: readonly Rule[];
};
const allowed = profile.syscalls.filter(({ action }) => action === 'SCMP_ACT_ALLOW').flatMap(({ names }) => names);

t.test('what is not named is refused, and every rule says why it is there', async (t) => {
  t.equal(profile.defaultAction, 'SCMP_ACT_ERRNO');
  for (const { comment, names } of profile.syscalls) t.match(comment, /\w{4}/, names.join(' '));
});

t.test('Chromium can build its sandbox', async (t) => {
  for (const name of ['clone', 'unshare', 'chroot', 'seccomp', 'prctl', 'capset']) t.ok(allowed.includes(name), name);
});

t.test('what changes the machine or leaves the container stays refused', async (t) => {
  const refused = [
    'mount',
    'umount2',
    'pivot_root',
    'setns',
    'bpf',
    'perf_event_open',
    'init_module',
    'finit_module',
    'kexec_load',
    'reboot',
  ];
  for (const name of [
    ...refused,
    'swapon',
    'keyctl',
    'add_key',
    'userfaultfd',
    'io_uring_setup',
    'open_by_handle_at',
    'process_vm_writev',
  ]) {
    t.notOk(allowed.includes(name), name);
  }
});
