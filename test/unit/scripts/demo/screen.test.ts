import t from 'tap';
import { Screen } from '../../../../scripts/demo/screen.ts';

function screenOn(isTTY: boolean, env: NodeJS.ProcessEnv = {}) {
  const written: string[] = [];
  const screen = new Screen({ isTTY, write: (text) => written.push(text) }, env);
  return { screen, text: () => written.join('') };
}

t.test('what is no terminal gets plain lines', async (t) => {
  const { screen, text } = screenOn(false);
  await screen.during('It works', async (update) => {
    screen.say('meanwhile');
    update('It has worked');
  });
  t.match(text(), /^meanwhile\n {2}✓ It has worked \d+\.\d s\n$/);
  t.equal(screen.paint('red', 'plain'), 'plain');
});

t.test('NO_COLOR and a dumb terminal get plain lines as well', async (t) => {
  for (const env of [{ NO_COLOR: '1' }, { TERM: 'dumb' }]) t.equal(screenOn(true, env).screen.isRich, false);
  t.equal(screenOn(true, { NO_COLOR: '', TERM: 'xterm' }).screen.isRich, true);
});

t.test('a terminal keeps what is said above the line that moves', async (t) => {
  const { screen, text } = screenOn(true);
  await screen.during('It works', async () => screen.say('meanwhile'));
  t.match(text().replaceAll('\r\u001B[2K', '<clear>'), /⠋.* It works.*<clear>meanwhile\n.*⠋.*<clear>.*✓.* It works/);
});

t.test('a failure is marked and thrown on, a stop is told apart', async (t) => {
  const { screen, text } = screenOn(false);
  await t.rejects(
    screen.during('It fails', async () => Promise.reject(new Error('no'))),
    { message: 'no' },
  );
  await t.rejects(screen.during('It waits', async () => AbortSignal.abort().throwIfAborted()));
  t.match(text(), /✗ It fails \d+\.\d s\n {2}– It waits stopped\n$/);
});
