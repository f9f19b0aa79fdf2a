import { spawnSync } from 'node:child_process';
import t, { type Test } from 'tap';
import { DemoRun } from '../support/demo-run.ts';
import { readTerminalQr } from '../support/read-terminal-qr.ts';

const ids = ['user_1_instance_main', 'user_2_instance_personal', 'user_2_instance_shop'];

function start(t: Pick<Test, 'teardown'>, ...args: string[]): DemoRun {
  const run = new DemoRun(args);
  t.teardown(() => run.close());
  return run;
}

t.test('--once links three accounts, restarts the service, and ends with 0 when all are back', async (t) => {
  const run = start(t, '--once');
  t.equal(await run.ended(), 0, run.output);
  for (const id of ids) t.match(run.output, new RegExp(`✓ Session restored: ${id}\n`));
  t.match(run.output, 'Session restoration complete: 3 restored, 0 failed\n');
  t.match(run.output, /“He can\.” ✓ {2}✓✓ {2}✓✓ read/);
  t.match(run.output, /user_2_instance_shop +│ +2 │ Shop +│ \+1555•••0003 │ connected │ +0 │ +\d+ ms │/);
  t.match(run.output, 'What Ben wrote meanwhile has come');
  t.equal(readTerminalQr(run.output)?.split(',').length, 5, 'the code that is drawn is the one of a WhatsApp page');
  t.notOk(run.output.includes('\u001B'), 'no escape sequence goes to what is no terminal');
  t.strictSame(await run.leftovers(), []);
});

t.test('--once ends with 1 when a phone has removed the service meanwhile, and says which', async (t) => {
  const run = start(t, '--once', '--unlink-one');
  t.equal(await run.ended(), 1, run.output);
  t.match(run.output, /✗ Failed to restore session user_2_instance_shop: /);
  t.match(run.output, 'Session restoration complete: 2 restored, 1 failed\n');
  t.match(run.output, /Not every account is back:\n +user_2_instance_shop: /);
  t.strictSame(await run.leftovers(), []);
});

t.test('it goes on until Ctrl-C, and the commands that it shows work as they are', async (t) => {
  const run = start(t);
  await run.wrote(/Try it:[^]*\/messages\n/);
  const commands = [...run.output.matchAll(/^ +(curl .*)$/gm)].map(([, command]) => command ?? '');
  t.equal(commands.length, 2);
  for (const command of commands) {
    const { status, stdout } = spawnSync('sh', ['-c', `${command} --silent --fail-with-body`], { encoding: 'utf8', timeout: 20_000 });
    t.equal(status, 0, stdout);
  }
  run.child.kill('SIGINT');
  t.equal(await run.ended(), 0, run.output);
  t.strictSame(await run.leftovers(), []);
});

t.test('an option that it does not know is refused with those it has', async (t) => {
  const run = start(t, '--onec');
  t.equal(await run.ended(), 2);
  t.match(run.output, /'--onec'[^]*--unlink-one/);
});
