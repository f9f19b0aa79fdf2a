import t from 'tap';
import { FrameGuard } from '@whatsapp-service/shared/ipc/frame-guard.ts';

function frame(body: string): string {
  return `Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`;
}

/** What comes out of a guard that is fed `chunks`, or its error. */
async function guarded(chunks: readonly (string | Buffer)[], maxBodyBytes = 100): Promise<string> {
  const guard = new FrameGuard(maxBodyBytes);
  const out: Buffer[] = [];
  guard.on('data', (chunk: Buffer) => out.push(chunk));
  return new Promise((resolve, reject) => {
    guard.on('error', reject);
    guard.on('end', () => resolve(Buffer.concat(out).toString()));
    for (const chunk of chunks) guard.write(chunk);
    guard.end();
  });
}

await t.test('frames pass as they are, however the stream is cut', async (t) => {
  const stream = frame('{"a":1}') + frame('é'.repeat(50)) + frame('x');
  t.equal(await guarded([stream]), stream);
  t.equal(await guarded([...Buffer.from(stream)].map((byte) => Buffer.from([byte]))), stream);
  t.equal(await guarded([stream.slice(0, 21), stream.slice(21)]), stream);
});

await t.test('a header with further lines passes', async (t) => {
  const stream = `Content-Type: application/json\r\nContent-Length: 2\r\n\r\n{}${frame('x')}`;
  t.equal(await guarded([stream]), stream);
});

await t.test('a frame of exactly the limit passes, one byte more does not', async (t) => {
  t.equal(await guarded([frame('x'.repeat(100))]), frame('x'.repeat(100)));
  await t.rejects(guarded([frame('x'.repeat(101))]), { code: 'IPC_MALFORMED_FRAME', message: /101 bytes is over 100/ });
});

await t.test('a frame that only announces a large body is refused before the body comes', async (t) => {
  await t.rejects(guarded(['Content-Length: 99999999999\r\n\r\n']), { code: 'IPC_MALFORMED_FRAME' });
});

for (const [what, header] of [
  ['no length', 'Content-Type: application/json\r\n\r\n'],
  ['a negative length', 'Content-Length: -1\r\n\r\n'],
  ['a length of nothing', 'Content-Length: 0\r\n\r\n'],
  ['a length that is no number', 'Content-Length: 1e3\r\n\r\n'],
] as const) {
  await t.test(`a header with ${what} is refused`, async (t) => {
    await t.rejects(guarded([header]), { code: 'IPC_MALFORMED_FRAME', message: /no Content-Length/ });
  });
}

await t.test('a header that never ends is refused, also byte by byte', async (t) => {
  await t.rejects(guarded(['x'.repeat(300)]), { code: 'IPC_MALFORMED_FRAME', message: /no header ended/ });
  await t.rejects(guarded(Array.from({ length: 300 }, () => 'x')), { code: 'IPC_MALFORMED_FRAME' });
});
