import { basename, join } from 'node:path';
import { readdir, readFile } from 'node:fs/promises';
import { transformSync } from 'amaro';

/** The page's two files: the document with every module in its import map, and the script that starts them. */
export type PageDocument = { html: string; script: string };

const pageFolder = join(import.meta.dirname, '../page');

function dataUrl(path: string, source: string): string {
  const { code } = transformSync(source, { mode: 'strip-only' });
  const named = `${code}\n//# sourceURL=simulator/${path}`;
  return `data:text/javascript;base64,${Buffer.from(named).toString('base64')}`;
}

function document(imports: Record<string, string>): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>WhatsApp Web (simulator)</title>
<script type="importmap">${JSON.stringify({ imports })}</script>
</head>
<body>
<script>
const script = document.createElement('script');
script.type = 'module';
script.src = '/app.js?device=' + encodeURIComponent(localStorage.getItem('WADeviceId') ?? '');
document.head.append(script);
</script>
</body>
</html>
`;
}

function startScript(paths: string[]): string {
  const modules = paths.filter((path) => /^WA\w+\.ts$/.test(basename(path)));
  const imports = modules.map((path, index) => `import * as module${index} from '#page/${path}';`);
  const entries = modules.map((path, index) => `  ${basename(path, '.ts')}: module${index},`);
  return [
    "import { launch } from '#page/launch.ts';",
    ...imports,
    'const modules = {',
    ...entries,
    '};',
    'launch({ modules, ...FAULTS });',
    '',
  ].join('\n');
}

/** Reads the page's modules and strips their types. A file WA….ts is offered to `window.require` under its own name. */
export async function loadPageDocument(): Promise<PageDocument> {
  const files = await readdir(pageFolder, { recursive: true });
  const paths = files
    .filter((file) => file.endsWith('.ts'))
    .map((file) => file.replaceAll('\\', '/'))
    .toSorted();
  const sources = await Promise.all(paths.map((path) => readFile(join(pageFolder, path), 'utf8')));
  const imports = Object.fromEntries(paths.map((path, index) => [`#page/${path}`, dataUrl(path, sources[index] ?? '')]));
  return { html: document(imports), script: startScript(paths) };
}
