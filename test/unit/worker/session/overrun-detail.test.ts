import t from 'tap';
import { overrunDetail } from '@whatsapp-service/worker/session/overrun-detail.ts';

await t.test('a passed deadline is told with its phase and its length', async (t) => {
  const page = { state: 'CONNECTED', pageError: 'x is missing' };
  t.equal(overrunDetail('launching', 300, page), 'The phase "launching" took longer than its deadline of 300 ms.');
  t.match(
    overrunDetail('authenticating', 300, page),
    /is CONNECTED, but "ready" did not come\. The last exception in the page: x is missing/,
  );
  t.match(overrunDetail('authenticating', 300, { state: null, pageError: undefined }), /is unknown, but "ready" did not come\.$/);
});
