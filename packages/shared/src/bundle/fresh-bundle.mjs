import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The bundle of a package when it was made of the very sources that are here, else undefined. Costs some milliseconds: each input is read. @param {string} root @param {import('./fresh-bundle.mjs').BundledPackage} name */
export function freshBundle(root, name) {
  const folder = bundleFolder(root, name);
  try {
    const { entry, inputs, fingerprint } = JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8'));
    const path = join(folder, entry);
    return fingerprintOf(root, inputs) === fingerprint && existsSync(path) ? path : undefined;
  } catch {
    // No bundle yet, half a one, or a source that is gone.
    return undefined;
  }
}

/** Where a package's bundle lies: in the package, so that it finds the same dependencies as the sources. @param {string} root @param {string} name */
export function bundleFolder(root, name) {
  return join(root, 'packages', name, 'dist');
}

/** Changes with the contents of any input, and with any dependency's version. @param {string} root @param {readonly string[]} inputs */
export function fingerprintOf(root, inputs) {
  const hash = createHash('sha256');
  for (const path of [...inputs, 'pnpm-lock.yaml'])
    hash
      .update(`${path}\0`)
      .update(readFileSync(join(root, path)))
      .update('\0');
  return hash.digest('hex');
}
