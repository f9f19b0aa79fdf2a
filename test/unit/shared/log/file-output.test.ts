import { closeSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { outputOf } from '@whatsapp-service/shared/log/file-output.ts';

t.test('a line is in the file when the call returns', async (t) => {
  const path = join(t.testdir(), 'log');
  const file = openSync(path, 'a');
  outputOf(file).write('a line\n');
  t.equal(readFileSync(path, 'utf8'), 'a line\n');
  closeSync(file);
});

t.test('a full disk costs the line and nothing else', async () => {
  const file = openSync('/dev/full', 'a');
  outputOf(file).write('a line\n');
  closeSync(file);
});
