import t from 'tap';
import { connectionVerdict } from '@whatsapp-service/worker/whatsapp/connection-verdict.ts';

await t.test('every state that WhatsApp Web has is read', async (t) => {
  const verdicts = {
    CONNECTED: 'connected',
    OPENING: 'lost',
    PAIRING: 'lost',
    TIMEOUT: 'lost',
    UNLAUNCHED: 'lost',
    PROXYBLOCK: 'lost',
    TOS_BLOCK: 'lost',
    SMB_TOS_BLOCK: 'lost',
    CONFLICT: 'taken_over',
    UNPAIRED: 'unlinked',
    UNPAIRED_IDLE: 'unlinked',
    DEPRECATED_VERSION: 'outdated',
  };
  for (const [state, verdict] of Object.entries(verdicts)) t.equal(connectionVerdict(state), verdict, state);
  t.equal(connectionVerdict(null), 'lost');
});
