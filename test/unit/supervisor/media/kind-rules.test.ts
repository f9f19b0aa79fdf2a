import t from 'tap';
import { kindRules, maxBytesOf, typeFor } from '@whatsapp-service/supervisor/media/kind-rules.ts';
import { declaredType, shownName } from '@whatsapp-service/supervisor/media/media-file.ts';
import { sniffType } from '@whatsapp-service/supervisor/media/sniff-type.ts';
import { oggOpus, picture } from '../../../support/media-samples.ts';

const ftyp = (brand: string): Buffer => Buffer.concat([Buffer.from([0, 0, 0, 24]), Buffer.from(`ftyp${brand}0000isom`)]);

t.test('a file is what its first bytes say', async (t) => {
  const samples: [Buffer, string | undefined][] = [
    [picture(1, 1), 'image/png'],
    [Buffer.from([0xff, 0xd8, 0xff, 0xe0]), 'image/jpeg'],
    [Buffer.from('GIF89a'), 'image/gif'],
    [Buffer.from('RIFF\0\0\0\0WEBPVP8 '), 'image/webp'],
    [Buffer.from('RIFF\0\0\0\0WAVEfmt '), 'audio/wav'],
    [ftyp('isom'), 'video/mp4'],
    [ftyp('M4A '), 'audio/mp4'],
    [ftyp('qt  '), 'video/quicktime'],
    [ftyp('3gp4'), 'video/3gpp'],
    [oggOpus, 'audio/ogg; codecs=opus'],
    [Buffer.from('OggS\0\x02 vorbis'), 'audio/ogg'],
    [Buffer.from('ID3\x04'), 'audio/mpeg'],
    [Buffer.from([0xff, 0xfb, 0x90, 0x64]), 'audio/mpeg'],
    [Buffer.from([0xff, 0xf1, 0x50, 0x80]), 'audio/aac'],
    [Buffer.from('%PDF-1.7'), 'application/pdf'],
    [Buffer.from('PK\x03\x04'), 'application/zip'],
    [Buffer.from('<html>'), undefined],
    [Buffer.from([0xff]), undefined],
    [Buffer.from([0xff, 0xff, 0xff, 0xff]), undefined],
    [Buffer.alloc(0), undefined],
  ];
  for (const [bytes, type] of samples) t.equal(sniffType(bytes), type, String(type));
});

t.test('what is declared counts for documents alone', async (t) => {
  t.equal(typeFor('image', { sniffed: 'image/png', declared: 'audio/mpeg' }), 'image/png');
  t.equal(typeFor('image', { sniffed: 'audio/mpeg', declared: 'image/png' }), undefined);
  t.equal(typeFor('voice', { sniffed: 'audio/mpeg', declared: null }), undefined);
  t.equal(typeFor('gif', { sniffed: 'image/gif', declared: null }), undefined);
  const office = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';
  t.equal(typeFor('document', { sniffed: 'application/zip', declared: office }), office);
  t.equal(typeFor('document', { sniffed: 'application/pdf', declared: 'application/octet-stream' }), 'application/pdf');
  t.equal(typeFor('document', { sniffed: null, declared: null }), 'application/octet-stream');
});

t.test('the limit of all kinds bounds the limit of each', async (t) => {
  const megabyte = 1024 * 1024;
  t.equal(maxBytesOf('image', 100 * megabyte), kindRules.image.maxBytes);
  t.equal(maxBytesOf('image', 2 * megabyte), 2 * megabyte);
  t.equal(maxBytesOf('document', 200 * megabyte), 200 * megabyte);
});

t.test('a name from outside is one that people can read, and no path', async (t) => {
  t.equal(shownName('../../etc/passwd', 'document', 'text/plain'), 'passwd');
  t.equal(shownName('C:\\plans\\plan.pdf', 'document', 'application/pdf'), 'plan.pdf');
  t.equal(shownName('a\u202egpj.exe\0', 'document', 'application/pdf'), 'agpj.exe');
  t.equal(shownName('..', 'image', 'image/png'), 'image.png');
  t.equal(shownName(null, 'voice', 'audio/ogg; codecs=opus'), 'voice.ogg');
  t.equal(shownName('x'.repeat(999), 'document', 'text/plain').length, 255);
});

t.test('a type from outside has no parameters, or is none', async (t) => {
  t.equal(declaredType('Text/HTML; charset=utf-8'), 'text/html');
  for (const text of [undefined, '', 'text', 'text/ht ml', 'a/b\r\nx: y']) t.equal(declaredType(text), null);
});
