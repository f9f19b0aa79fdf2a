import { existsSync, globSync, statSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { suites } from './suites.mjs';

/**
 * The test files of each suite: all of them, or those that are named by `wanted` (files or folders). Throws for a name that holds no test.
 * @param {string} root @param {readonly string[]} wanted @returns {{ suite: import('./suites.mjs').Suite, files: string[] }[]}
 */
export function selectFiles(root, wanted) {
  const roots = wanted.map((name) => wantedPath(root, name));
  return suites
    .map((suite) => {
      const all = globSync('**/*.test.ts', { cwd: join(root, suite.folder) }).map((file) => join(suite.folder, file));
      return { suite, files: all.filter((file) => roots.length === 0 || roots.some((path) => isInside(file, path))).sort() };
    })
    .filter(({ files }) => files.length > 0);
}

/** @param {string} root @param {string} name */
function wantedPath(root, name) {
  const path = relative(root, resolve(root, name));
  if (!existsSync(join(root, path))) throw new Error(`There is no test file or folder "${name}".`);
  const isTest =
    suites.some(({ folder }) => isInside(path, folder)) && (statSync(join(root, path)).isDirectory() || path.endsWith('.test.ts'));
  if (!isTest && path !== 'test')
    throw new Error(`"${name}" is no test: tests are *.test.ts in ${suites.map(({ folder }) => folder).join(', ')}.`);
  return path;
}

/** @param {string} file @param {string} folder */
function isInside(file, folder) {
  return file === folder || file.startsWith(`${folder}/`);
}
