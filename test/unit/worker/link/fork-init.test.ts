import { EventEmitter } from 'node:events';
import t from 'tap';
import { receiveInit } from '@whatsapp-service/worker/link/fork-init.ts';

class FakeChannel extends EventEmitter {
  connected = true;
  lettingGo = 0;

  disconnect(): void {
    this.lettingGo += 1;
    this.connected = false;
  }
}

const init = {
  type: 'init',
  protocol: 1,
  sessionId: 's1',
  token: 'a'.repeat(43),
  socketPath: '/run/s.sock',
  mode: 'pair',
  authDir: '/auth',
  cacheDir: '/cache',
  tempDir: '/tmp/s1',
  screenshotDir: '/shots',
  mediaDir: '/media',
  bundleDir: '/bundles',
  lastWordsDir: '/last-words',
  browser: { path: '/bin/browser', kind: 'chromium', sandbox: true, extraArgs: [], proxy: null },
  deadlines: { launchMs: 1, navigateMs: 1, stateKnownMs: 1, authenticateMs: 1, pairingMs: 1, reconnectMs: 1 },
  probeIntervalMs: 1,
  probeTimeoutMs: 1,
  handoverGraceMs: 0,
  logLevel: 'info',
};

await t.test('the init message is taken, and the channel let go afterwards, not within the message', async (t) => {
  const channel = new FakeChannel();
  const received = receiveInit(channel, 1_000);
  channel.emit('message', init);
  t.equal(channel.lettingGo, 0);
  t.same(await received, init);
  await new Promise(setImmediate);
  t.equal(channel.lettingGo, 1);
  t.same(channel.eventNames(), [], 'no listener is left');
});

await t.test('a message that does not fit is refused by its place, without its values', async (t) => {
  const channel = new FakeChannel();
  const received = receiveInit(channel, 1_000);
  channel.emit('message', { ...init, token: 'secret' });
  const error: unknown = await received.catch((reason: unknown) => reason);
  t.match(error, { code: 'WRK_BAD_INIT', message: /\/token/ });
  t.notMatch(String(error), /secret/);
});

await t.test('a message that never comes is waited for no longer than its deadline', async (t) => {
  const channel = new FakeChannel();
  await t.rejects(receiveInit(channel, 20), { code: 'WRK_BAD_INIT', message: /within 20 ms/ });
  t.same(channel.eventNames(), []);
});

await t.test('a channel that closes first, or was never there, is told at once', async (t) => {
  const channel = new FakeChannel();
  const received = receiveInit(channel, 60_000);
  channel.emit('disconnect');
  await t.rejects(received, { message: /went away/ });
  channel.connected = false;
  await t.rejects(receiveInit(channel, 60_000), { message: /no channel/ });
});
