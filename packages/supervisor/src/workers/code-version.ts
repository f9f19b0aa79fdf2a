import { createHash } from 'node:crypto';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** What a worker process loads, apart from its libraries, whose versions the lockfile pins. */
const patterns = ['packages/{worker,shared}/src/**/*.{ts,mjs}', 'packages/{worker,shared}/package.json', 'pnpm-lock.yaml'];

/** A short name for the code that workers are started from now; it changes with each change of a file, released or not. */
export function workerCodeVersion(rootDir: string, release: string): string {
  const hash = createHash('sha256');
  for (const path of globSync(patterns, { cwd: rootDir }).toSorted()) {
    hash
      .update(`${path}\0`)
      .update(readFileSync(join(rootDir, path)))
      .update('\0');
  }
  return `${release}+${hash.digest('hex').slice(0, 12)}`;
}
