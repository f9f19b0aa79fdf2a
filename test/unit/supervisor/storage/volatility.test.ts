import { statfsSync } from 'node:fs';
import t from 'tap';
import { volatilityOf } from '@whatsapp-service/supervisor/storage/volatility.ts';

t.test('what lies in memory or in the container itself is told', async (t) => {
  t.equal(volatilityOf(0x01021994), 'memory');
  t.equal(volatilityOf(0x858458f6), 'memory');
  t.equal(volatilityOf(0x858458f6 | 0), 'memory', 'with its sign');
  t.equal(volatilityOf(0x794c7630), 'container');
  t.equal(volatilityOf(0xef53), null, 'ext4');
  t.equal(volatilityOf(0x6969), null, 'NFS');
});

t.test('this machine’s memory is known as such', async (t) => {
  t.equal(volatilityOf(statfsSync('/dev/shm').type), 'memory');
});
