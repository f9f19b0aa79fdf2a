import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fingerprintOf } from '../../packages/shared/src/bundle/fresh-bundle.mjs';

const folder = 'packages/dashboard';

/** What the status page is made of; types alone come from elsewhere. @param {string} root */
export function dashboardInputs(root) {
  const below = ['src', 'public'].flatMap((name) =>
    readdirSync(join(root, folder, name), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name).slice(root.length).replace(/^\//, '')),
  );
  return [`${folder}/index.html`, `${folder}/tsconfig.json`, ...below].sort();
}

/** @param {string} root */
export function manifestPath(root) {
  return join(root, folder, 'dist/manifest.json');
}

/** Whether the built page is of the very sources that are here. @param {string} root */
export function isDashboardFresh(root) {
  try {
    const { inputs, fingerprint } = JSON.parse(readFileSync(manifestPath(root), 'utf8'));
    const now = dashboardInputs(root);
    return existsSync(join(root, folder, 'dist/index.html')) && String(inputs) === String(now) && fingerprintOf(root, now) === fingerprint;
  } catch {
    // Not built yet, or half.
    return false;
  }
}
