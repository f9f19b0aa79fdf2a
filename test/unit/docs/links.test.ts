import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import t from 'tap';

const root = join(import.meta.dirname, '../../..');
const pages = globSync(['*.md', 'docs/**/*.md', 'examples/**/*.md'], { cwd: root }).map((path) => ({
  path,
  text: readFileSync(join(root, path), 'utf8'),
}));

/** The anchors of a page's headings, as GitHub makes them. */
function anchorsIn(path: string): string[] {
  return [...readFileSync(path, 'utf8').matchAll(/^#+ (.*)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}\-_ ]/gu, '')
      .replaceAll(' ', '-'),
  );
}

t.test('every link from page to page leads somewhere', async (t) => {
  const links = pages.flatMap(({ path, text }) =>
    [...text.matchAll(/\]\(([^)\s]+)\)/g)].map(([, link = '']) => ({ path, link })).filter(({ link }) => !/^[a-z]+:/.test(link)),
  );
  t.ok(links.length > 100, 'they were found at all');
  for (const { path, link } of links) {
    const [file = '', anchor] = link.split('#');
    const target = file === '' ? join(root, path) : join(root, dirname(path), file);
    t.ok(existsSync(target), `${path}: ${link}`);
    if (anchor !== undefined && existsSync(target)) t.ok(anchorsIn(target).includes(anchor), `${path}: ${link}`);
  }
});

t.test('every "npm run" is one of the project’s scripts', async (t) => {
  const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { scripts: Readonly<Record<string, string>> };
  const named = pages.flatMap(({ path, text }) => [...text.matchAll(/npm run (?:-s )?([\w-]+)/g)].map(([, name = '']) => ({ path, name })));
  t.ok(named.length > 20, 'they were found at all');
  for (const { path, name } of named) t.ok(Object.hasOwn(scripts, name), `${path}: npm run ${name}`);
});
