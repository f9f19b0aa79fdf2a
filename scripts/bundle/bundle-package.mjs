import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { build } from 'esbuild';
import { bundleFolder, fingerprintOf } from '../../packages/shared/src/bundle/fresh-bundle.mjs';

/** CommonJS packages inside an ES module ask for Node.js's own modules by `require`. */
const banner = "import { createRequire as requireFrom } from 'node:module'; const require = requireFrom(import.meta.url);";
/** Made of hundreds of modules that are no use apart; every other package stays where it is, whatsapp-web.js and puppeteer above all. */
const inlined = { supervisor: ['typebox', 'p-queue', 'vscode-jsonrpc'], worker: ['typebox', 'vscode-jsonrpc', 'pino', '@fastify/error'] };
/** A process that runs may still have to load the rest of an older bundle. */
const keptForMs = 24 * 60 * 60_000;

/**
 * Bundles one package into its `dist/`; the manifest that makes it count is written last.
 * @param {{ root: string, name: 'supervisor' | 'worker', entry: string }} options
 */
export async function bundlePackage({ root, name, entry }) {
  const folder = bundleFolder(root, name);
  const { outputFiles, metafile } = await build({
    absWorkingDir: root,
    entryPoints: [`packages/${name}/src/${entry}`],
    outdir: folder,
    bundle: true,
    splitting: true,
    write: false,
    metafile: true,
    platform: 'node',
    format: 'esm',
    target: 'node24',
    outExtension: { '.js': '.mjs' },
    external: externals(root, name),
    banner: { js: banner },
    logLevel: 'error',
  });
  mkdirSync(folder, { recursive: true });
  for (const file of outputFiles) replaceFile(join(folder, basename(file.path)), file.text);
  const inputs = Object.keys(metafile.inputs)
    .filter((path) => path.startsWith('packages/'))
    .sort();
  const manifest = { entry: entry.replace('.ts', '.mjs'), fingerprint: fingerprintOf(root, inputs), inputs };
  replaceFile(join(folder, 'manifest.json'), `${JSON.stringify(manifest, undefined, 2)}\n`);
  removeOldChunks(folder, new Set(outputFiles.map((file) => basename(file.path))));
}

/** @param {string} root @param {'supervisor' | 'worker'} name */
function externals(root, name) {
  const manifest = JSON.parse(readFileSync(join(root, 'packages', name, 'package.json'), 'utf8'));
  const names = Object.keys(manifest.dependencies).filter((dependency) => !dependency.startsWith('@whatsapp-service/'));
  return names.filter((dependency) => !inlined[name].includes(dependency));
}

/** @param {string} path @param {string} text */
function replaceFile(path, text) {
  writeFileSync(`${path}.${process.pid}`, text);
  renameSync(`${path}.${process.pid}`, path);
}

/** @param {string} folder @param {Set<string>} current */
function removeOldChunks(folder, current) {
  for (const file of readdirSync(folder)) {
    if (current.has(file) || file === 'manifest.json') continue;
    if (Date.now() - statSync(join(folder, file)).mtimeMs > keptForMs) rmSync(join(folder, file));
  }
}
