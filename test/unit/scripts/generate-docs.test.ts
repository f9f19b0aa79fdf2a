import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { generatedFiles } from '../../../scripts/docs/generated-files.ts';

const rootDir = join(import.meta.dirname, '../../..');

t.test('the generated documentation is what the sources say; "npm run docs" writes it', async (t) => {
  for (const { path, content } of await generatedFiles(rootDir)) t.equal(readFileSync(path, 'utf8'), content, path.slice(rootDir.length));
});
