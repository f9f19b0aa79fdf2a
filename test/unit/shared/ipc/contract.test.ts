import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import t from 'tap';
import { Compile } from 'typebox/compile';
import { oldestProtocolVersion, protocolVersion, supervisorSide, workerSide } from '@whatsapp-service/shared/ipc/contract.ts';
import { Fact, KeptEvent, PassingEvent } from '@whatsapp-service/shared/ipc/facts.ts';
import { WorkerInit } from '@whatsapp-service/shared/ipc/worker-init.ts';

const pinPath = fileURLToPath(new URL('../../../fixtures/ipc-contract.json', import.meta.url));

interface Pin {
  readonly protocolVersion: number;
  readonly sha256: string;
  readonly contract: unknown;
}

function contractNow(): Pin {
  const contract: unknown = JSON.parse(JSON.stringify({ supervisorSide, workerSide, WorkerInit }));
  const sha256 = createHash('sha256').update(JSON.stringify(contract)).digest('hex');
  return { protocolVersion, sha256, contract };
}

await t.test('the contract is the one that is pinned: another one needs a decision about protocolVersion', async (t) => {
  const now = contractNow();
  if (process.env['PIN_IPC_CONTRACT'] === '1') writeFileSync(pinPath, `${JSON.stringify(now, null, 2)}\n`);
  const pinned: unknown = JSON.parse(readFileSync(pinPath, 'utf8'));
  t.same(now, pinned, 'run this test with PIN_IPC_CONTRACT=1 once the protocol number is right');
});

await t.test('the supervisor speaks this protocol and at most the one before', async (t) => {
  t.ok(protocolVersion - oldestProtocolVersion <= 1);
  t.ok(oldestProtocolVersion <= protocolVersion);
});

await t.test('facts and events outside the contract do not pass', async (t) => {
  const [fact, kept, passing] = [Compile(Fact), Compile(KeptEvent), Compile(PassingEvent)];
  t.ok(fact.Check({ type: 'authenticated' }));
  t.notOk(fact.Check({ type: 'unheard_of' }));
  t.notOk(fact.Check({ type: 'connection_lost', detail: 'x'.repeat(1_001) }));
  t.notOk(fact.Check({ type: 'message.ack', message_id: 'a', chat_id: 'b', ack: 5 }));
  t.ok(kept.Check({ seq: 1, timeMs: 0, fact: { type: 'pairing_expired' } }));
  t.notOk(kept.Check({ seq: 0, timeMs: 0, fact: { type: 'pairing_expired' } }));
  t.notOk(passing.Check({ type: 'qr', qr: 'x'.repeat(1_001), expiresAtMs: 0 }));
});
