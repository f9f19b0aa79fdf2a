import t from 'tap';
import { bytes, duration, table } from '@whatsapp-service/supervisor/cli/format.ts';
import { printableJson } from '@whatsapp-service/supervisor/cli/printable.ts';

t.test('sizes and times as people say them', async (t) => {
  t.strictSame([0, 1, 1_023, 1_536, 1_048_576, 200 * 1_048_576, 5 * 1024 ** 4].map(bytes), [
    '0 B',
    '1 B',
    '1023 B',
    '1.5 KB',
    '1.0 MB',
    '200 MB',
    '5.0 TB',
  ]);
  t.strictSame([0, 59, 60, 3_661, 93_784, 86_400].map(duration), ['0 s', '59 s', '1 min', '1 h 1 min', '1 d 2 h', '1 d']);
});

t.test('a table is columns without borders, and what a stranger wrote stays in its cell', async (t) => {
  t.equal(
    table(
      ['A', 'B'],
      [
        ['x\ny', '\u001B[31mred'],
        ['longer', '\u202Edrow'],
      ],
    ),
    'A       B\nx�y     �[31mred\nlonger  �drow',
  );
});

t.test('JSON has no control characters, and reads back as it was', async (t) => {
  const value = { name: '\u001B[2J\u009B2J\u007F' };
  t.equal(printableJson(value), String.raw`{"name":"\u001b[2J\u009b2J\u007f"}`);
  t.strictSame(JSON.parse(printableJson(value)), value);
});
