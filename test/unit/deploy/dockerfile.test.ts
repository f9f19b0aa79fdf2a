import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { loadSettings } from '@whatsapp-service/supervisor/config/settings.ts';
import { settingsSchema } from '@whatsapp-service/supervisor/config/settings-schema.ts';
import { NODE_VERSION } from '../../../scripts/bootstrap/node-runtime.mjs';
import { PNPM_VERSION } from '../../../scripts/bootstrap/packages.mjs';
import { image, projectFolder, stages } from '../../support/deploy-image.ts';

const text = readFileSync(join(projectFolder, 'deploy/docker/Dockerfile'), 'utf8');
const copies = stages().flatMap(({ name, instructions }) =>
  instructions.filter(({ keyword }) => keyword === 'COPY').map((copy) => ({ stage: name, args: copy.text.split(/\s+/).slice(1) })),
);
const ran = image()
  .instructions.filter(({ keyword }) => keyword === 'RUN')
  .map((instruction) => instruction.text)
  .join('\n');

t.test('there are several stages, and what runs has no tools of development', async (t) => {
  t.strictSame(
    stages().map(({ name }) => name),
    ['manifests', 'build', 'production', 'service'],
  );
  const production = stages().find(({ name }) => name === 'production');
  t.match(production?.instructions.at(-1)?.text, /--frozen-lockfile --prod/);
  t.notOk(
    copies.some(({ stage, args }) => stage === 'service' && args.some((arg) => arg.includes('simulator') || arg === 'scripts')),
    'neither the simulator nor the scripts',
  );
});

t.test('the versions are those of the set-up', async (t) => {
  t.match(text, `NODE_IMAGE=node:${NODE_VERSION.split('.')[0]}-`);
  t.match(text, `pnpm@${PNPM_VERSION}`);
});

t.test('it runs as a user without privileges, who owns its folders and nothing else', async (t) => {
  const { user, volumes, workdir } = image();
  t.match(user, /^[1-9]\d{3,}:[1-9]\d{3,}$/, 'by number');
  t.match(ran, `--uid ${user.split(':')[0]} `);
  const { authDir, cacheDir, dataDir } = loadSettings({}, { rootDir: workdir });
  t.strictSame(volumes, [authDir, cacheDir, dataDir], 'its volumes are the folders that the service uses');
  const [, owned = ''] = /install -d -o whatsapp -g whatsapp -m 0700 (.*)/.exec(ran) ?? [];
  t.strictSame(owned.split(' '), volumes);
  t.notMatch(text, /COPY.*--chown/);
});

t.test('tini is the first process and passes signals to the service', async (t) => {
  const { entrypoint, command } = image();
  t.match(ran, /apt-get install .*\btini\b/);
  t.match(ran, /apt-get install .*\bchromium-headless-shell\b/);
  t.strictSame(entrypoint, ['/usr/bin/tini', '--']);
  t.equal(command[0], 'node');
  t.ok(existsSync(join(projectFolder, command.at(-1) ?? '')));
});

t.test('every setting that it sets is one', async (t) => {
  const { env } = image();
  for (const name of Object.keys(env))
    t.ok(['NODE_ENV', 'container'].includes(name) || Object.hasOwn(settingsSchema.properties, name), name);
  t.equal(env['HOST'], '0.0.0.0');
});

t.test('what is copied from the project exists and is not ignored', async (t) => {
  const allowed = readFileSync(join(projectFolder, '.dockerignore'), 'utf8')
    .split('\n')
    .filter((line) => line.startsWith('!'));
  const sources = copies.flatMap(({ args }) => (args[0]?.startsWith('--from') ? [] : args.slice(0, -1)));
  t.ok(sources.length > 8, 'they were found at all');
  for (const source of sources) {
    t.ok(existsSync(join(projectFolder, source)), source);
    t.ok(
      allowed.some((line) => `${source}/`.startsWith(`${line.slice(1)}/`)),
      `${source} is not ignored`,
    );
  }
  const names = stages().map(({ name }) => name);
  for (const { args } of copies) {
    const from = /^--from=(.*)$/.exec(args[0] ?? '')?.[1];
    t.ok(from === undefined || names.includes(from), from ?? 'the project');
  }
});

t.test('every package’s manifest is there for the frozen lockfile', async (t) => {
  const copied = copies.flatMap(({ args }) => args.filter((arg) => arg.endsWith('/package.json')));
  t.strictSame(
    copied.toSorted(),
    readdirSync(join(projectFolder, 'packages'))
      .map((name) => `packages/${name}/package.json`)
      .toSorted(),
  );
});
