import { readFileSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { generatedFiles } from './docs/generated-files.ts';

// Writes the documentation that is made of the sources' own tables; with --check it only says what is out of date.
const rootDir = join(import.meta.dirname, '..');
const isCheck = process.argv.includes('--check');
const stale = (await generatedFiles(rootDir)).filter(({ path, content }) => contentOf(path) !== content);

for (const { path, content } of stale) {
  if (!isCheck) writeFileSync(path, content);
  console.log(`${relative(rootDir, path)} ${isCheck ? 'is out of date' : 'is written'}`);
}
if (isCheck && stale.length > 0) {
  console.error('Run "npm run docs" and commit what it writes.');
  process.exitCode = 1;
}

function contentOf(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}
