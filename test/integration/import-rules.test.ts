import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import t from 'tap';
import { runProgram } from '../../scripts/bootstrap/run-program.mjs';

const root = join(import.meta.dirname, '../..');
const S = 'packages/supervisor/src';

/** A line of code that must be refused where it stands: file → [code, what the report says]. */
const refused: Record<string, [string, RegExp]> = {
  [`${S}/sessions/a.ts`]: [`import '../http/app.ts';`, /never back/],
  [`${S}/sessions/deep/b.ts`]: [`import type { App } from '../../http/app.ts'; export type X = App;`, /never back/],
  [`${S}/workers/a.ts`]: [`import '../sessions/session-actor.ts';`, /never back/],
  [`${S}/events/a.ts`]: [`import '../http/app.ts';`, /never back/],
  [`${S}/events/b.ts`]: [`import '../workers/worker-spawner.ts';`, /Only container.ts wires/],
  [`${S}/restore/a.ts`]: [`import '../sessions/session-manager.ts';`, /never back/],
  [`${S}/restore/b.ts`]: [`export { x } from '../events/event-log.ts';`, /Only container.ts wires/],
  [`${S}/storage/a.ts`]: [`import '../sessions/session-record.ts';`, /never back/],
  [`${S}/http/a.ts`]: [`import '../workers/worker-spawner.ts';`, /http\/ asks sessions/],
  [`${S}/http/routes/b.ts`]: [`await import('../../supervision/restart-policy.ts');`, /http\/ asks sessions/],
  [`${S}/sessions/c.ts`]: [`import '../container.ts';`, /container.ts wires/],
  [`${S}/supervision/a.ts`]: [`import 'node:fs';`, /time and types/],
  [`${S}/supervision/b.ts`]: [`import 'got';`, /time and types/],
  [`${S}/supervision/c.ts`]: [`import '../storage/database.ts';`, /time and types/],
  [`${S}/supervision/d.ts`]: [`import '@whatsapp-service/shared/ipc/contract.ts';`, /time and types/],
  [`${S}/jobs/a.ts`]: [`import { fork } from 'node:child_process'; fork('x');`, /supervisor\/src\/workers/],
  [`${S}/jobs/b.ts`]: [`import { fork } from 'child_process'; fork('x');`, /supervisor\/src\/workers/],
  [`${S}/jobs/c.ts`]: [`import '@whatsapp-service/worker/main.ts';`, /no other than shared/],
  [`${S}/jobs/d.ts`]: [`import '../../../worker/src/link/supervisor-link.ts';`, /imported by its name/],
  [`${S}/jobs/e.ts`]: [`import '../main.ts';`, /nothing imports it/],
  [`${S}/jobs/f.ts`]: [`import 'whatsapp-web.js';`, /whatsapp-web-adapter\.ts,library/],
  [`${S}/jobs/g.ts`]: [`process.exit(1);`, /Only main.ts/],
  [`${S}/jobs/h.ts`]: [`process.on('SIGTERM', () => {});`, /Only main.ts/],
  [`${S}/jobs/i.ts`]: [`console.log('x');`, /console/],
  [`${S}/jobs/j.ts`]: [`export const x: any = 1;`, /any/],
  [`${S}/jobs/k.ts`]: [`Promise.resolve();`, /must be awaited/],
  [`${S}/jobs/l.ts`]: [`export function f(x: 'a' | 'b') { switch (x) { case 'a': return 1; } }`, /not exhaustive/],
  [`${S}/jobs/m.ts`]: ['export const x = 1;\n'.repeat(1) + '//\n'.repeat(300), /too many lines/],
  [`${S}/jobs/n.ts`]: [`export function f() {\n${'  f();\n'.repeat(40)}}`, /too many lines/],
  [`${S}/jobs/o.ts`]: [`import { p } from './p.ts'; export const o = () => p;`, /cycle/],
  [`${S}/jobs/p.ts`]: [`import { o } from './o.ts'; export const p = () => o;`, /cycle/],
  'packages/worker/src/link/a.ts': [`import '@whatsapp-service/supervisor/container.ts';`, /no other than shared/],
  'packages/worker/src/session/a.ts': [`import { Client } from 'whatsapp-web.js'; new Client();`, /whatsapp-web-adapter\.ts,library/],
  'packages/worker/src/session/b.ts': [
    `import type { Client } from 'whatsapp-web.js'; export type X = Client;`,
    /whatsapp-web-adapter\.ts,library/,
  ],
  'packages/worker/src/browser/a.ts': [`import 'node:child_process';`, /supervisor\/src\/workers/],
  'packages/shared/src/ipc/a.ts': [`import '@whatsapp-service/worker/link/link.ts';`, /imports none/],
  'packages/simulator/src/web/a.ts': [`import '@whatsapp-service/supervisor/container.ts';`, /no other than shared/],
};

/** Code that looks alike and is right where it stands. */
const allowed: Record<string, string> = {
  [`${S}/main.ts`]: `export * from './container.ts'; process.on('SIGTERM', () => process.exit(0));`,
  [`${S}/container.ts`]: `export * from './http/app.ts'; export * from './sessions/session-manager.ts'; export * from './workers/worker-spawner.ts'; export * from './supervision/x.ts';`,
  [`${S}/http/ok.ts`]: `export * from '../sessions/session-manager.ts'; export * from '../events/event-log.ts'; export * from '../restore/report.ts';`,
  [`${S}/sessions/ok.ts`]: `export * from '../workers/worker-spawner.ts'; export * from '../supervision/x.ts'; export * from '../restore/report.ts'; export * from '../events/event-log.ts';`,
  [`${S}/workers/ok.ts`]: `import { fork } from 'node:child_process'; import type { Log } from '../events/event-log.ts'; export type X = Log; fork('x');`,
  [`${S}/supervision/ok.ts`]: `import type { Row } from '../storage/database.ts'; export * from '@whatsapp-service/shared/time/clock.ts'; export * from './x.ts'; export type X = Row;`,
  'packages/worker/src/whatsapp/whatsapp-web-adapter.ts': `import { Client } from 'whatsapp-web.js'; export const client = new Client();`,
  'test/unit/x.test.ts': `export * from '../../packages/supervisor/src/container.ts'; export * from 'node:child_process'; console.log('x');`,
};

interface Report {
  diagnostics: { filename: string; message: string; help?: string }[];
}

/** The messages that the project's own settings give for these files, by file. */
async function lint(t: { teardown(end: () => void): void }, files: Record<string, string>): Promise<Record<string, string>> {
  // Not in the project: its ignore files would apply.
  const folder = mkdtempSync(join(tmpdir(), 'import-rules-'));
  t.teardown(() => rmSync(folder, { recursive: true, force: true }));
  cpSync(join(root, '.oxlintrc.json'), join(folder, '.oxlintrc.json'));
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
  const tsconfig = JSON.stringify({
    compilerOptions: { strict: true, types: ['node'], module: 'nodenext', allowImportingTsExtensions: true, noEmit: true },
  });
  for (const [file, content] of Object.entries({ ...files, 'tsconfig.json': tsconfig })) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), content);
  }
  mkdirSync(join(folder, 'test'), { recursive: true });
  const args = [join(root, 'node_modules/oxlint/bin/oxlint'), '--format', 'json', 'packages', 'test'];
  const { output } = await runProgram(process.execPath, args, { cwd: folder, env: process.env, timeoutMs: 60_000 });
  const messages: Record<string, string> = {};
  for (const { filename, message, help } of (JSON.parse(output) as Report).diagnostics) {
    messages[filename] = `${messages[filename] ?? ''}${message} ${help ?? ''}\n`;
  }
  return messages;
}

t.test('each planted violation is reported where it stands', async (t) => {
  const messages = await lint(t, Object.fromEntries(Object.entries(refused).map(([file, [code]]) => [file, code])));
  for (const [file, [code, expected]] of Object.entries(refused))
    t.match(messages[file] ?? 'nothing', expected, `${file}: ${code.slice(0, 90)}`);
});

t.test('what the design allows is not reported', async (t) => {
  t.strictSame(await lint(t, allowed), {});
});
