import { existsSync, readFileSync, realpathSync } from 'node:fs';
import { dirname, join } from 'node:path';
import t from 'tap';

interface Manifest {
  readonly name: string;
  readonly license?: string;
  readonly licenses?: readonly { readonly type: string }[];
  readonly scripts?: Readonly<Record<string, string>>;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

const root = realpathSync(join(import.meta.dirname, '../../..'));
const page = readFileSync(join(root, 'docs/dependencies.md'), 'utf8');
const installed = productionPackages();

/** Every package that production needs and that is installed, the project's own left out. */
function productionPackages(): Manifest[] {
  const found = new Map<string, Manifest>();
  const visit = (folder: string): void => {
    if (found.has(folder)) return;
    const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Manifest;
    found.set(folder, manifest);
    for (const name of Object.keys({ ...manifest.dependencies, ...manifest.optionalDependencies })) {
      const place = placeOf(name, folder);
      // An optional one for another kind of machine, or one that the workspace leaves out.
      if (place !== undefined) visit(place);
    }
  };
  for (const name of ['supervisor', 'worker', 'dashboard']) visit(join(root, 'packages', name));
  return [...found.values()].filter(({ name }) => !name.startsWith('@whatsapp-service/'));
}

/** Where Node.js would find a package, looked for from a folder upwards. */
function placeOf(name: string, from: string): string | undefined {
  const path = join(from, 'node_modules', name);
  if (existsSync(join(path, 'package.json'))) return realpathSync(path);
  return from.length <= root.length ? undefined : placeOf(name, dirname(from));
}

t.test('every licence of what runs in production is one that the page names', async (t) => {
  t.ok(installed.length > 150, 'they were found at all');
  for (const { name, license, licenses = [] } of installed) {
    // Of several the taker chooses.
    const choices = (license ?? licenses[0]?.type ?? 'none').replaceAll(/[()]/g, '').split(' OR ');
    t.ok(
      choices.some((choice) => page.includes(`\`${choice}\``)),
      `${name}: ${choices.join(' or ')}`,
    );
  }
});

t.test('a package with a script for its installation is named, and the script is not run', async (t) => {
  const workspace = readFileSync(join(root, 'pnpm-workspace.yaml'), 'utf8');
  for (const { name, scripts = {} } of installed) {
    if (!['preinstall', 'install', 'postinstall'].some((script) => Object.hasOwn(scripts, script))) continue;
    t.match(page, `| \`${name}\` |`);
    t.match(workspace, new RegExp(`^ {2}${name}: false$`, 'm'));
  }
});

t.test('everything comes from the registry, with its checksum', async (t) => {
  const resolutions = [...readFileSync(join(root, 'pnpm-lock.yaml'), 'utf8').matchAll(/resolution: \{(.*)\}/g)].map(
    ([, text = '']) => text,
  );
  t.ok(resolutions.length > 300, 'they were found at all');
  t.strictSame(
    resolutions.filter((text) => !/^integrity: sha512-[\w+/=]+$/.test(text)),
    [],
  );
});

t.test('what the page says of fluent-ffmpeg and of RemoteAuth is so', async (t) => {
  const names = new Set(installed.map(({ name }) => name));
  t.ok(names.has('fluent-ffmpeg'));
  for (const name of ['archiver', 'fs-extra', 'unzipper']) t.notOk(names.has(name), name);
});
