import t from 'tap';
import { BeatRecord } from '@whatsapp-service/simulator/connection/beat-record.ts';

t.test('the longest time without a beat, since a moment, and up to now', async (t) => {
  const beats = new BeatRecord();
  t.equal(beats.longestGapMs(0, 1_000), null);
  for (const atMs of [1_000, 1_500, 3_000, 3_500]) beats.beat(atMs);
  t.equal(beats.longestGapMs(0, 3_600), 1_500);
  t.equal(beats.longestGapMs(3_100, 3_600), 500, 'what ended before does not count');
  t.equal(beats.longestGapMs(3_100, 9_500), 6_000, 'one that goes on does');
});
