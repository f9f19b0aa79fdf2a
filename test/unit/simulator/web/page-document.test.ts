import { loadPageDocument } from '@whatsapp-service/simulator/web/page-document.ts';
import { readFile } from 'node:fs/promises';
import t from 'tap';

const { html, script } = await loadPageDocument();
const [, mapText = '{}'] = /<script type="importmap">(.*)<\/script>/.exec(html) ?? [];
const { imports } = JSON.parse(mapText) as { imports: Record<string, string> };

t.test('every module imports only what the document has', async (test) => {
  const sources = Object.values(imports).map((url) => Buffer.from(url.split(',')[1] ?? '', 'base64').toString());
  for (const source of [...sources, script]) {
    for (const [, specifier = ''] of source.matchAll(/^import .* from '([^']+)';/gm)) test.ok(imports[specifier], specifier);
  }
});

t.test('each file WA….ts is offered under its name', async (test) => {
  for (const path of Object.keys(imports)) {
    const [, name] = /\/(WA\w+)\.ts$/.exec(path) ?? [];
    if (name !== undefined) test.match(script, new RegExp(`^ {2}${name}: module\\d+,$`, 'm'));
  }
});

t.test('the document has every module that linking, text and contacts need', async (test) => {
  const needed = await readFile(new URL('needed-modules.txt', import.meta.url), 'utf8');
  for (const name of needed.split('\n').filter(Boolean)) test.match(script, new RegExp(`^ {2}${name}:`, 'm'));
});
