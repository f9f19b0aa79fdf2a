import { existsSync, mkdtempSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import type { Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import t from 'tap';
import type { Test } from 'tap';
import { UnixServer } from '@whatsapp-service/supervisor/workers/unix-server.ts';
import { until } from '../../../support/until.ts';

/** A server that greets, and what it was told. */
async function open(t: Test) {
  // Not t.testdir(): its path is too long for a socket.
  const folder = mkdtempSync(join(tmpdir(), 'us-'));
  t.teardown(() => rmSync(folder, { recursive: true, force: true }));
  const sockets: Socket[] = [];
  let healed = 0;
  const path = join(folder, 'run', 's.sock');
  const server = await UnixServer.listen(
    path,
    (socket) => {
      sockets.push(socket);
      socket.on('error', () => undefined);
      socket.write('hello');
    },
    () => (healed += 1),
  );
  return { server, path, sockets, healedTimes: () => healed };
}

async function greeting(path: string): Promise<{ socket: Socket; text: string }> {
  return new Promise((resolve, reject) => {
    const socket = connect({ path });
    socket.once('data', (chunk) => resolve({ socket, text: chunk.toString() }));
    socket.once('error', reject);
  });
}

t.test('only its own user can reach it', async (t) => {
  const { server, path } = await open(t);
  t.equal(statSync(path).mode & 0o777, 0o600);
  t.equal(statSync(join(path, '..')).mode & 0o777, 0o700);
  await server.close();
  t.notOk(existsSync(path));
});

for (const [what, harm] of Object.entries({
  'that is deleted': (path: string) => rmSync(path),
  'that is moved away': (path: string) => renameSync(path, `${path}.old`),
  'whose folder is deleted': (path: string) => rmSync(join(path, '..'), { recursive: true }),
  'that another file replaces': (path: string) => {
    rmSync(path);
    writeFileSync(path, '');
  },
})) {
  await t.test(`a socket file ${what} is made again, and who is connected stays so`, async (t) => {
    const { server, path, sockets, healedTimes } = await open(t);
    const before = await greeting(path);
    harm(path);
    await t.rejects(greeting(path));
    await until('it listens again', () => healedTimes() === 1, 10_000);
    const after = await greeting(path);
    t.equal(after.text, 'hello');
    sockets[0]?.write(' again');
    const more = await new Promise<Buffer>((resolve) => {
      before.socket.once('data', resolve);
    });
    t.equal(more.toString(), ' again');
    for (const socket of [...sockets, before.socket, after.socket]) socket.destroy();
    await server.close();
    t.notOk(existsSync(path));
  });
}

t.test('where the file cannot be made again at once, it is tried until it can', async (t) => {
  const { server, path, healedTimes } = await open(t);
  const folder = join(path, '..');
  rmSync(folder, { recursive: true });
  writeFileSync(folder, 'in the way');
  // A look that fails leaves no trace to wait for: in this time there were at least two.
  await new Promise((resolve) => setTimeout(resolve, 2_500));
  t.equal(healedTimes(), 0);
  rmSync(folder);
  await until('it listens again', () => healedTimes() === 1, 10_000);
  const { socket, text } = await greeting(path);
  t.equal(text, 'hello');
  socket.destroy();
  await server.close();
});
