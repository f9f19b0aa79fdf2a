import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pino from 'pino';
import type { NewEvent } from '@whatsapp-service/supervisor/events/event-log.ts';
import { BulkDesk } from '@whatsapp-service/supervisor/outbox/bulk-desk.ts';
import { BulkStore } from '@whatsapp-service/supervisor/outbox/bulk-store.ts';
import { Delivery } from '@whatsapp-service/supervisor/outbox/delivery.ts';
import { Lanes } from '@whatsapp-service/supervisor/outbox/lanes.ts';
import type { SendAnswer, SentView } from '@whatsapp-service/supervisor/outbox/outbox.ts';
import { Outbox } from '@whatsapp-service/supervisor/outbox/outbox.ts';
import { Pace } from '@whatsapp-service/supervisor/outbox/pace.ts';
import type { PacingRules } from '@whatsapp-service/supervisor/outbox/pacing-policy.ts';
import { SendLedger } from '@whatsapp-service/supervisor/outbox/send-ledger.ts';
import { SendStore } from '@whatsapp-service/supervisor/outbox/send-store.ts';
import type { SentMessage } from '@whatsapp-service/supervisor/outbox/send-transitions.ts';
import type { SendTransport, Shipment } from '@whatsapp-service/supervisor/outbox/send-transport.ts';
import { Settlement } from '@whatsapp-service/supervisor/outbox/settlement.ts';
import { explained } from '@whatsapp-service/supervisor/sessions/ask-worker.ts';
import { openDatabase } from '@whatsapp-service/supervisor/storage/database.ts';
import { WriteGate } from '@whatsapp-service/supervisor/storage/write-gate.ts';
import { SessionNotConnected } from '@whatsapp-service/supervisor/supervisor-errors.ts';
import { FakeClock } from './fake-clock.ts';

/** A message that the worker of these tests took. */
export function sentAs(ownId: string, ack = 0): SentMessage {
  return { messageId: `true_15550000002@c.us_${ownId}`, timestamp: '2026-11-23T16:00:00.000Z', ack };
}

/** Workers as a test wants them; each shipment is noted. */
class FakeTransport implements SendTransport {
  readonly shipments: Shipment[] = [];
  readonly looked: string[] = [];
  connected = true;
  comesBack = true;
  deliverNext: (shipment: Shipment) => Promise<SentMessage> = async ({ ownId }) => sentAs(ownId);
  findNext: (ownId: string) => Promise<SentMessage | null> = async () => null;

  assertKnown(): void {
    // Every session is known.
  }

  assertSendable(sessionId: string): void {
    if (!this.connected) throw new SessionNotConnected(sessionId, 'backoff');
  }

  assertMayWait(sessionId: string): void {
    if (!this.comesBack) throw new SessionNotConnected(sessionId, 'unlinked');
  }

  isConnected(): boolean {
    return this.connected;
  }

  async deliver(_sessionId: string, shipment: Shipment): Promise<SentMessage> {
    this.shipments.push(shipment);
    return this.deliverNext(shipment);
  }

  async find(_sessionId: string, { ownId }: Omit<Shipment, 'content'>): Promise<SentMessage | null> {
    this.looked.push(ownId);
    return this.findNext(ownId);
  }

  explain(sessionId: string, error: unknown) {
    return explained(sessionId, error);
  }
}

/** An outbox over a database on the disk and workers of the test's own; `restart` makes another over the same database. */
export function outboxLab(t: { teardown(end: () => void): void }, pacing: Partial<PacingRules> = {}) {
  const rules = { minIntervalMs: 0, jitterMs: 0, newNumberDailyCap: 0, newNumberForMs: 14 * 24 * 3_600_000, ...pacing };
  const folder = mkdtempSync(join(tmpdir(), 'outbox-'));
  const database = openDatabase(folder);
  t.teardown(() => {
    database.close();
    rmSync(folder, { recursive: true, force: true });
  });
  const clock = new FakeClock();
  const logger = pino({ level: 'silent' });
  const ignore = (): void => undefined;
  const writes = new WriteGate({ database, clock, hasRoom: () => true, onRefused: ignore, onAccepted: ignore, onLeftOut: ignore });
  const transport = new FakeTransport();
  const events: NewEvent[] = [];
  const told = { appendSoon: (event: NewEvent): void => void events.push(event) };
  const released: unknown[] = [];
  const state = { isDraining: false };
  const restart = () => {
    // What may share a commit is on the disk by then.
    writes.write(() => undefined);
    const store = new SendStore(database, writes);
    const ledger = new SendLedger({
      store,
      events: told,
      onSettled: (_sessionId, content) => void released.push(content),
    });
    const pace = new Pace({
      rules,
      clock,
      random: () => 0.5,
      sentBefore: (sessionId, limit) => store.lastSentMs(sessionId, limit),
      createdMsOf: () => 0,
    });
    const delivery = new Delivery({ ledger, transport, pace, clock, logger });
    const isDraining = (): boolean => state.isDraining;
    const lanes: Lanes = new Lanes({ ledger, delivery, transport, pace, clock, isDraining, isHeld: (record) => bulk.isHeld(record) });
    const settlement = new Settlement({ ledger, delivery, transport, clock, logger });
    const storageFault = (): string | undefined => writes.refusal?.fault;
    const common = { ledger, transport, clock, keyLifeMs: 24 * 3_600_000, storageFault, isDraining };
    const outbox = new Outbox({
      ...common,
      delivery,
      lanes,
      pace,
      queueExpiryMs: 3_600_000,
    });
    const run = (sessionId: string): void => void lanes.run(sessionId);
    const bulk: BulkDesk = new BulkDesk({ ...common, store: new BulkStore(database, writes), events: told, run });
    bulk.start();
    return { store, ledger, delivery, lanes, settlement, outbox, bulk };
  };
  return { ...restart(), restart, clock, database, events, released, state, transport, writes };
}

/** The answer of a send that WhatsApp Web has taken. */
export function takenOf(answer: SendAnswer): SentView {
  if (!('taken' in answer)) throw new Error(`It waits: ${JSON.stringify(answer)}`);
  return answer.taken;
}

/** A text to Bob. */
export function request(idempotencyKey: string, text = 'Hello') {
  return { to: '+15550000002', content: { kind: 'text' as const, text }, idempotencyKey };
}
