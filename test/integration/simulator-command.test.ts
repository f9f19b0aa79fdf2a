import { type ChildProcess, spawn } from 'node:child_process';
import { join, resolve } from 'node:path';
import { once } from 'node:events';
import { readFile, stat, writeFile } from 'node:fs/promises';
import { LibraryClient, temporaryFolder } from '../support/library-client.ts';
import { Simulator } from '@whatsapp-service/simulator/simulator.ts';
import t, { type Test } from 'tap';

const main = resolve(import.meta.dirname, '../../packages/simulator/src/main.ts');
const ann = '15550000001';
const deadlineMs = 15_000;

type Command = { child: ChildProcess; output: () => string };

function run(test: Test, ...args: string[]): Command {
  const child = spawn(process.execPath, [main, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  test.teardown(() => child.kill('SIGKILL'));
  let text = '';
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
  return { child, output: () => text };
}

async function exitCode({ child }: Command): Promise<unknown> {
  if (child.exitCode !== null) return child.exitCode;
  await once(child, 'exit', { signal: AbortSignal.timeout(deadlineMs) });
  return child.exitCode;
}

/** Waits until the command has printed how to start Chromium, and gives its API's address. */
async function started(command: Command): Promise<string> {
  const signal = AbortSignal.timeout(deadlineMs);
  while (!command.output().includes('Ctrl-C ends it.')) {
    if (command.child.stdout) await once(command.child.stdout, 'data', { signal });
  }
  return /http:\/\/127\.0\.0\.1:\d+/.exec(command.output())?.[0] ?? '';
}

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  t.test(`the command tells where it is, and ${signal} ends it in order`, async (test) => {
    const stateFile = join(await temporaryFolder(test), 'folder', 'state.json');
    const command = run(test, '--port', '0', '--api-port', '0', '--phones', `${ann}:Ann`, '--state-file', stateFile);
    const api = await started(command);
    test.match(await (await fetch(`${api}/phones`)).json(), { phones: [{ number: ann, name: 'Ann' }] });
    test.match(
      command.output(),
      /^CHROMIUM_ARGS='"--host-resolver-rules=MAP web\.whatsapp\.com 127\.0\.0\.1:\d+, MAP \* ~NOTFOUND, EXCLUDE 127\.0\.0\.1" --ignore-certificate-errors-spki-list=[\w+/]{43}='$/m,
    );
    command.child.kill(signal);
    test.equal(await exitCode(command), 0);
    test.equal((await stat(stateFile)).mode & 0o777, 0o600, 'it has a private key in it');
  });
}

t.test('a linked profile is still linked after the simulator was stopped and started from its state file', async (test) => {
  const dataPath = await temporaryFolder(test);
  const options = { stateFile: join(dataPath, 'state.json'), phones: [{ number: ann, name: 'Ann' }] };
  const first = await Simulator.start(options);
  const library = new LibraryClient({ simulator: first, dataPath });
  test.teardown(() => library.close());
  await library.client.initialize();
  await first.phone(ann).scan(await library.nextQr());
  await library.next('ready');
  await library.close();
  first.phone(ann).send(ann, 'kept');
  const args = first.chromiumArgs;
  await first.close();
  await first.close();
  const second = await Simulator.start(options);
  test.teardown(() => second.close());
  test.equal(second.chromiumArgs[1], args[1], 'the certificate is the same');
  const again = new LibraryClient({ simulator: second, dataPath });
  test.teardown(() => again.close());
  await again.untilReady();
  test.equal(again.waiting('qr'), 0);
  test.equal(second.phone(ann).messages()[0]?.body, 'kept');
});

t.test('a closed simulator leaves nothing open, however often it is closed', async (test) => {
  const open = (): string[] => process.getActiveResourcesInfo().filter((kind) => /^(?:TCP|Timeout|TLS|FS)/.test(kind));
  const before = open();
  const stateFile = join(await temporaryFolder(test), 'state.json');
  const simulator = await Simulator.start({ stateFile, phones: [{ number: ann, name: 'Ann' }] });
  const asked = fetch(`${simulator.apiUrl}/health`).then((response) => response.json());
  test.match(await asked, { status: 'ok', phones: 1 });
  await Promise.all([simulator.close(), simulator.close()]);
  await simulator.close();
  await test.rejects(fetch(`${simulator.apiUrl}/health`));
  test.ok(open().length <= before.length, open().join(', '));
});

t.test('help, a wrong flag, a taken port and a broken state file each get one clear answer', async (test) => {
  const help = run(test, '--help');
  test.equal(await exitCode(help), 0);
  test.match(help.output(), /--qr-refresh-ms MS/);
  const wrongFlag = run(test, '--qr-refs', 'many');
  test.equal(await exitCode(wrongFlag), 1);
  test.equal(wrongFlag.output(), '--qr-refs is "many"; it takes a whole number from 1. See --help.\n');
  const simulator = await Simulator.start();
  test.teardown(() => simulator.close());
  const taken = run(test, '--port', String(simulator.port), '--api-port', '0');
  test.equal(await exitCode(taken), 1);
  test.match(taken.output(), /^The simulator cannot listen: .*EADDRINUSE.*Choose another port\.\n$/);
  const stateFile = join(await temporaryFolder(test), 'state.json');
  await writeFile(stateFile, '{"version":1');
  const broken = run(test, '--port', '0', '--api-port', '0', '--state-file', stateFile);
  test.equal(await exitCode(broken), 1);
  test.match(broken.output(), /^The state file .*state\.json cannot be used: /);
  test.equal(await readFile(stateFile, 'utf8'), '{"version":1', 'it is left as it was');
});
