import t from 'tap';
import { socketPathOf } from '@whatsapp-service/supervisor/workers/socket-path.ts';

t.test('the socket lies in the data folder', async (t) => {
  t.equal(socketPathOf('/srv/whatsapp/data', '/tmp', 0), '/srv/whatsapp/data/run/supervisor.sock');
});

t.test('a data folder with a long path has its socket in the temp folder, always at the same place', async (t) => {
  const long = `/${'x'.repeat(100)}`;
  const path = socketPathOf(long, '/tmp', 7);
  t.match(path, /^\/tmp\/whatsapp-service-7-[0-9a-f]{16}\/supervisor\.sock$/);
  t.equal(socketPathOf(long, '/tmp', 7), path);
  t.not(socketPathOf(`${long}y`, '/tmp', 7), path);
});

t.test('where both paths are too long it says so, and what to change', async (t) => {
  const long = `/${'x'.repeat(100)}`;
  t.throws(() => socketPathOf(long, long, 0), {
    code: 'SUP_SOCKET_PATH_TOO_LONG',
    message: /has 121 bytes in DATA_DIR and 153 bytes in TMPDIR, .* at most 107: set a shorter DATA_DIR or TMPDIR\.$/,
  });
});
