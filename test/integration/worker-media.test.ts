import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import type { Fact } from '@whatsapp-service/shared/ipc/facts.ts';
import { newMediaFileName } from '@whatsapp-service/shared/ipc/media-file.ts';
import type { MediaContent, MediaKind } from '@whatsapp-service/shared/ipc/message-content.ts';
import { Simulator } from '@whatsapp-service/simulator/simulator.ts';
import { restore, link } from '../support/linked-worker.ts';
import { oggOpus, picture } from '../support/media-samples.ts';
import { WorkerBench } from '../support/worker-bench.ts';

const simulator = await Simulator.start({});
const phone = simulator.addPhone({ number: '15550000001', name: 'Ann' });
const friend = simulator.addPhone({ number: '15550000002', name: 'Bob' });
const bench = await WorkerBench.open(simulator.chromiumArgs);
const { supervisor } = bench;

t.before(async () => {
  await link(bench, phone);
  await restore(bench);
  mkdirSync(bench.mediaDir, { recursive: true });
});
t.teardown(async () => {
  await bench.close();
  await simulator.close();
});

const film = Buffer.concat([Buffer.from('0000001866747970', 'hex'), Buffer.from('isomiso2mp41 and the rest')]);

/** What the phones show of each kind. */
const kinds: Record<MediaKind, { bytes: Buffer; mimeType: string; shown: Record<string, unknown> }> = {
  image: { bytes: picture(4, 3), mimeType: 'image/png', shown: { type: 'image', width: 4, height: 3 } },
  video: { bytes: film, mimeType: 'video/mp4', shown: { type: 'video', isGif: false } },
  gif: { bytes: film, mimeType: 'video/mp4', shown: { type: 'video', isGif: true } },
  audio: { bytes: Buffer.from('ID3 a song'), mimeType: 'audio/mpeg', shown: { type: 'audio' } },
  voice: { bytes: oggOpus, mimeType: 'audio/ogg; codecs=opus', shown: { type: 'ptt' } },
  document: { bytes: Buffer.from('%PDF-1.7'), mimeType: 'application/pdf', shown: { type: 'document', filename: 'a file' } },
  sticker: { bytes: picture(4, 3), mimeType: 'image/png', shown: { type: 'sticker' } },
};

function contentOf(kind: MediaKind, more: Partial<MediaContent> = {}): MediaContent {
  const { bytes, mimeType } = kinds[kind];
  const file = newMediaFileName();
  writeFileSync(join(bench.mediaDir, file), bytes);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  return { kind, file, mime_type: mimeType, file_name: 'a file', size: bytes.byteLength, sha256, ...more };
}

async function send(content: MediaContent) {
  return supervisor.request('message.send_media', { idempotencyKey: content.file, to: friend.number, content });
}

function sentOf(id: string) {
  return supervisor.facts.find((fact) => fact.type === 'message.sent' && idOf(fact.message.message_id) === id) as
    | Extract<Fact, { type: 'message.sent' }>
    | undefined;
}

function idOf(messageId: string): string {
  return messageId.split('_')[2] ?? '';
}

for (const [kind, { bytes, shown }] of Object.entries(kinds) as [MediaKind, (typeof kinds)[MediaKind]][]) {
  await t.test(`a phone gets the bytes of the kind "${kind}"`, async (t) => {
    const id = idOf((await send(contentOf(kind))).messageId);
    const arrived = await friend.waitForMessage((message) => message.id === id);
    t.match(arrived.attributes, shown);
    const { media } = (await supervisor.when('the event', () => sentOf(id))).message;
    t.match(media, { mime_type: arrived.attributes['mimetype'], size: friend.mediaOf(id).byteLength, gif: kind === 'gif' });
    t.equal(media?.sha256, createHash('sha256').update(friend.mediaOf(id)).digest('hex'));
    if (kind === 'sticker') t.equal(friend.mediaOf(id).subarray(8, 12).toString(), 'WEBP', 'the page made it one');
    else t.ok(friend.mediaOf(id).equals(bytes));
  });
}

await t.test('a picture has a caption that mentions, is looked at once, and answers a message', async (t) => {
  const quoted = friend.send(phone.number, 'a photo, please');
  const received = await supervisor.fact('message.received');
  const quotedId = received.message.message_id;
  t.equal(idOf(quotedId), quoted.id);
  const content = contentOf('image', { caption: 'here', mentions: [friend.number], view_once: true, quoted_message_id: quotedId });
  const id = idOf((await send(content)).messageId);
  const { attributes } = await friend.waitForMessage((message) => message.id === id);
  t.match(attributes, { caption: 'here', isViewOnce: true, quotedStanzaID: quoted.id, mentionedJidList: [`${friend.number}@c.us`] });
});

await t.test('what cannot be sent says so, and nothing goes out', async (t) => {
  const before = friend.messages().length;
  const gone = contentOf('image', { file: newMediaFileName() });
  await t.rejects(send(gone), { code: 'WRK_MEDIA_FILE_UNUSABLE', message: /ENOENT/ });
  await t.rejects(send({ ...contentOf('image'), size: 1 }), { code: 'WRK_MEDIA_FILE_UNUSABLE', message: /in place of 1/ });
  const leading = newMediaFileName();
  symlinkSync('/etc/hostname', join(bench.mediaDir, leading));
  await t.rejects(send(contentOf('image', { file: leading })), { code: 'WRK_MEDIA_FILE_UNUSABLE', message: /ELOOP/ });
  await t.rejects(send({ ...contentOf('image'), file: '../../etc/hostname' }), { code: 'IPC_INVALID' });
  const broken = contentOf('image');
  writeFileSync(join(bench.mediaDir, broken.file), picture(4, 3).fill(0, 40));
  await t.rejects(send(broken), { code: 'WRK_SEND_FAILED', statusCode: 502 });
  t.equal(friend.messages().length, before);
  t.ok(readdirSync(bench.mediaDir).includes(broken.file), 'the file is the supervisor’s to remove');
});
