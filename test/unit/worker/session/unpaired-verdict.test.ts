import t from 'tap';
import { unpairedVerdict } from '@whatsapp-service/worker/session/unpaired-verdict.ts';

await t.test('an empty store means that the credentials were lost on disk', async (t) => {
  t.match(unpairedVerdict({ localStorageItems: 0, databases: 3 }), { code: 'auth_corrupt', message: /localStorage empty/ });
  t.match(unpairedVerdict({ localStorageItems: 5, databases: 0 }), { code: 'auth_corrupt', message: /IndexedDB empty/ });
});

await t.test('full stores mean that WhatsApp removed the device', async (t) => {
  t.match(unpairedVerdict({ localStorageItems: 5, databases: 3 }), { code: 'logged_out' });
  t.match(unpairedVerdict(undefined), { code: 'logged_out' }, 'also where the page did not tell');
});
