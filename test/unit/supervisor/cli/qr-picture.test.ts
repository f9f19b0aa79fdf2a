import { PassThrough } from 'node:stream';
import { stripVTControlCharacters } from 'node:util';
import t from 'tap';
import { QrPicture } from '@whatsapp-service/supervisor/cli/qr-picture.ts';
import { Terminal } from '@whatsapp-service/supervisor/cli/terminal.ts';
import { readTerminalQr } from '../../../support/read-terminal-qr.ts';

function pictureAt(isTTY: boolean, env: Record<string, string> = {}) {
  const stdout = Object.assign(new PassThrough(), { isTTY });
  const others = new PassThrough();
  const picture = new QrPicture(new Terminal({ stdin: others, stdout, stderr: others, env }));
  return { picture, read: () => String(stdout.read()) };
}

t.test('at a terminal a code has colours of its own, and the next one takes its place', async (t) => {
  const { picture, read } = pictureAt(true);
  await picture.show('first', 'scan it');
  const first = read();
  t.equal(readTerminalQr(stripVTControlCharacters(first)), 'first');
  t.match(first.replaceAll('\u001B', '<'), /^<\[97;40m[█▀▄ ]+<\[0m$/m);
  await picture.show('second', 'scan it');
  const second = read();
  t.ok(second.startsWith(`\u001B[${first.split('\n').length - 1}A\u001B[J`), JSON.stringify(second.slice(0, 20)));
  t.equal(readTerminalQr(stripVTControlCharacters(second)), 'second');
});

t.test('elsewhere there is nothing but the drawings, one after the other', async (t) => {
  for (const { picture, read } of [pictureAt(false), pictureAt(true, { NO_COLOR: '1' }), pictureAt(true, { TERM: 'dumb' })]) {
    await picture.show('first', 'scan it');
    await picture.show('second', 'scan it');
    const output = read();
    t.equal(output, stripVTControlCharacters(output));
    t.equal(readTerminalQr(output), 'second');
  }
});
