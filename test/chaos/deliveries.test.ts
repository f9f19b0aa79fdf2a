import t from 'tap';
import { runDeliveries } from './deliveries/run-deliveries.ts';

/** The shortened run of `npm run chaos -- --deliveries 2000`. */
const { written, failed, backfilled, faults, broken } = await runDeliveries({
  messages: 150,
  endsPauses: true,
  say: (text) => {
    t.comment(text);
  },
});

t.ok(written >= 150 && faults >= 5, `${written} messages and ${faults} faults`);
t.ok(failed > 0 && backfilled > 0, `${failed} deliveries failed, and ${backfilled} messages were fetched later`);
t.strictSame(broken, [], 'Django has each message once, in the order of its chat');
