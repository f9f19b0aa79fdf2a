import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { PictureDesk } from '@whatsapp-service/supervisor/sessions/picture-desk.ts';
import { SessionNotFound } from '@whatsapp-service/supervisor/supervisor-errors.ts';
import { recordingSessions } from '../../../support/recording-sessions.ts';
import { smallJpeg } from '../../../support/small-jpeg.ts';

const signal = new AbortController().signal;

t.test('a picture lies in the session’s folder while its worker reads it, and then no more', async (t) => {
  const mediaRoot = t.testdir();
  const sessions = recordingSessions((name, ...args) => {
    if (name === 'get' && args[0] === 'none') throw new SessionNotFound('none');
    if (name !== 'ask') return;
    const { file, size, mimeType } = args[2] as { file: string; size: number; mimeType: string };
    t.strictSame([mimeType, size], ['image/jpeg', smallJpeg.length]);
    t.ok(readFileSync(join(mediaRoot, 's1', file)).equals(smallJpeg));
    if (refuses) throw new Error('refused');
  });
  let refuses = false;
  const desk = new PictureDesk({ sessions, mediaRoot });
  await desk.set('s1', smallJpeg, 'image/jpeg', signal);
  t.strictSame(readdirSync(join(mediaRoot, 's1')), []);
  refuses = true;
  await t.rejects(desk.set('s1', smallJpeg, 'image/jpeg', signal), /refused/);
  t.strictSame(readdirSync(join(mediaRoot, 's1')), []);
  await t.rejects(desk.set('none', smallJpeg, 'image/jpeg', signal), { code: 'SUP_SESSION_NOT_FOUND' });
  t.notOk(existsSync(join(mediaRoot, 'none')), 'nothing is made for a session that is not there');
});

t.test('a disk that refuses is told as such', async (t) => {
  const mediaRoot = join(t.testdir({ media: 'a file in place of a folder' }), 'media');
  const desk = new PictureDesk({ sessions: recordingSessions(() => undefined), mediaRoot });
  await t.rejects(desk.set('s1', smallJpeg, 'image/jpeg', signal), { code: 'SUP_STORAGE_UNAVAILABLE', statusCode: 503 });
});
