import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import { build } from 'vite';
import { dashboardInputs, manifestPath } from './fresh-dashboard.mjs';
import { fingerprintOf } from '../../packages/shared/src/bundle/fresh-bundle.mjs';

/** Texts above this size are kept compressed as well: smaller ones fit into one packet either way. */
const WORTH_COMPRESSING = 1_000;

/** Builds the status page; the manifest that makes it count is written last. @param {string} root */
export async function buildDashboard(root) {
  const folder = join(root, 'packages/dashboard');
  await build({
    root: folder,
    configFile: false,
    // Relative: the service may answer below a path of its host (BASE_PATH).
    base: './',
    logLevel: 'error',
    build: {
      outDir: 'dist',
      emptyOutDir: true,
      target: 'es2023',
      // The content security policy allows no inline script, and a file of its own keeps its name for as long as its content.
      modulePreload: false,
      assetsInlineLimit: 0,
    },
  });
  compress(join(folder, 'dist'));
  const inputs = dashboardInputs(root);
  writeFileSync(manifestPath(root), `${JSON.stringify({ inputs, fingerprint: fingerprintOf(root, inputs) }, undefined, 2)}\n`);
}

/** @param {string} folder */
function compress(folder) {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => /\.(js|css|html|svg)$/.test(name));
  for (const name of names) {
    const path = join(folder, name);
    const content = readFileSync(path);
    if (content.length < WORTH_COMPRESSING) continue;
    writeFileSync(`${path}.br`, brotliCompressSync(content, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }));
    writeFileSync(`${path}.gz`, gzipSync(content, { level: 9 }));
  }
}
