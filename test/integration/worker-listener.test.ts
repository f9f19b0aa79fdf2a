import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import type { Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import t from 'tap';
import type { Test } from 'tap';
import { oldestProtocolVersion, protocolVersion, supervisorSide, workerSide } from '@whatsapp-service/shared/ipc/contract.ts';
import type { SupervisorSide, WorkerSide } from '@whatsapp-service/shared/ipc/contract.ts';
import type { KeptEvent } from '@whatsapp-service/shared/ipc/facts.ts';
import { RpcPeer } from '@whatsapp-service/shared/ipc/rpc-peer.ts';
import { secretHashOf } from '@whatsapp-service/supervisor/keys/secret-hash.ts';
import { WorkerListener } from '@whatsapp-service/supervisor/workers/worker-listener.ts';
import type { WorkerHello } from '@whatsapp-service/supervisor/workers/worker-listener.ts';
import { nothingToFetch } from '../support/message-log.ts';
import { until } from '../support/until.ts';

const token = 'a'.repeat(43);
const identity = { pid: 4711, startTime: '99' };
const hello: WorkerHello = {
  token,
  protocol: protocolVersion,
  sessionId: 'one',
  ...identity,
  codeVersion: '1',
  phase: 'loading',
  lastSeq: 0,
};
const fact = { seq: 1, timeMs: 0, fact: { type: 'authenticated' } } as const;

/** The supervisor's real listener, which expects the workers of two sessions, and what it heard of the first one. */
async function open(t: Test) {
  // Not t.testdir(): its path is too long for a socket.
  const folder = mkdtempSync(join(tmpdir(), 'wl-'));
  const heard: { links: number; kept: KeptEvent[] } = { links: 0, kept: [] };
  const listener = new WorkerListener(join(folder, 's.sock'), () => undefined);
  const ears = {
    identity,
    ackSeq: () => 7,
    onLink: () => (heard.links += 1),
    onKept: (event: KeptEvent) => heard.kept.push(event),
    onPassing: () => undefined,
    backfill: nothingToFetch,
  };
  const forget = listener.expect({ ...ears, sessionId: 'one', tokenHash: secretHashOf(token) });
  listener.expect({ ...ears, sessionId: 'two', tokenHash: secretHashOf('b'.repeat(43)), onLink: () => t.fail('nobody dialled for it') });
  await listener.listen();
  const sockets: Socket[] = [];
  t.teardown(async () => {
    for (const socket of sockets) socket.destroy();
    await listener.close();
    rmSync(folder, { recursive: true, force: true });
  });
  const dial = async (): Promise<{ peer: RpcPeer<WorkerSide, SupervisorSide>; socket: Socket }> => {
    const socket = connect({ path: listener.path });
    sockets.push(socket);
    await once(socket, 'connect');
    const methods = Object.fromEntries(Object.keys(workerSide.methods).map((name) => [name, async () => ({})])) as never;
    return {
      socket,
      peer: new RpcPeer({ socket, local: workerSide, remote: supervisorSide, handlers: { methods, notes: { ack: () => undefined } } }),
    };
  };
  return { heard, forget, dial };
}

t.test('the worker that was started is let in, and heard', async (t) => {
  const { heard, dial } = await open(t);
  const { peer } = await dial();
  t.strictSame(await peer.request('hello', hello), { accepted: true, ackSeq: 7 });
  peer.notify('kept', fact);
  await until('what it says is heard', () => heard.kept.length === 1);
  t.strictSame(heard, { links: 1, kept: [fact] });
});

for (const [what, said, code] of [
  ['a token that nobody was given', { token: 'c'.repeat(43) }, 'wrong_token'],
  ['the token of another session', { token: 'b'.repeat(43) }, 'wrong_token'],
  ['a session that no worker was started for', { sessionId: 'three', token: 'c'.repeat(43) }, 'unknown_session'],
  ['the right token in another process', { pid: 4712 }, 'wrong_process'],
  ['the right token in a process with the same pid', { startTime: '100' }, 'wrong_process'],
  ['a protocol that is no longer spoken', { protocol: oldestProtocolVersion - 1 }, 'protocol_too_old'],
  ['a protocol that is not yet spoken', { protocol: protocolVersion + 1 }, 'protocol_too_new'],
] as const) {
  t.test(`${what} is refused, and whoever stays is cut off and not heard`, async (t) => {
    const { heard, dial } = await open(t);
    const { peer } = await dial();
    t.match(await peer.request('hello', { ...hello, ...said }), { accepted: false, code });
    peer.notify('kept', fact);
    await peer.closed;
    t.strictSame(heard, { links: 0, kept: [] });
  });
}

t.test('a worker that has ended is expected no longer', async (t) => {
  const { forget, dial } = await open(t);
  forget();
  const { peer } = await dial();
  t.match(await peer.request('hello', hello), { accepted: false, code: 'unknown_session' });
});

t.test('what is said before the hello is not heard, and who never says it is cut off', async (t) => {
  const { heard, dial } = await open(t);
  const { peer } = await dial();
  peer.notify('kept', fact);
  const beganMs = performance.now();
  await peer.closed;
  t.ok(performance.now() - beganMs > 4_000, 'it had its time');
  t.strictSame(heard, { links: 0, kept: [] });
});
