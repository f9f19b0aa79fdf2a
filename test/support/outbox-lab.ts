import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pino from 'pino';
import type { NewEvent } from '@whatsapp-service/supervisor/events/event-log.ts';
import { Delivery } from '@whatsapp-service/supervisor/outbox/delivery.ts';
import { Outbox } from '@whatsapp-service/supervisor/outbox/outbox.ts';
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
  deliverNext: (shipment: Shipment) => Promise<SentMessage> = async ({ ownId }) => sentAs(ownId);
  findNext: (ownId: string) => Promise<SentMessage | null> = async () => null;

  assertKnown(): void {
    // Every session is known.
  }

  assertSendable(sessionId: string): void {
    if (!this.connected) throw new SessionNotConnected(sessionId, 'backoff');
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
export function outboxLab(t: { teardown(end: () => void): void }) {
  const folder = mkdtempSync(join(tmpdir(), 'outbox-'));
  const database = openDatabase(folder);
  t.teardown(() => {
    database.close();
    rmSync(folder, { recursive: true, force: true });
  });
  const clock = new FakeClock();
  const logger = pino({ level: 'silent' });
  const ignore = (): void => undefined;
  const writes = new WriteGate({ database, clock, onRefused: ignore, onAccepted: ignore, onLeftOut: ignore });
  const transport = new FakeTransport();
  const events: NewEvent[] = [];
  const released: unknown[] = [];
  const state = { isDraining: false };
  const restart = () => {
    const store = new SendStore(database, writes);
    const ledger = new SendLedger({
      store,
      announce: (event) => void events.push(event),
      onSettled: (content) => void released.push(content),
    });
    const delivery = new Delivery({ ledger, transport, clock, logger });
    const settlement = new Settlement({ ledger, delivery, transport, clock, logger });
    const outbox = new Outbox({
      ledger,
      delivery,
      transport,
      clock,
      keyLifeMs: 24 * 3_600_000,
      storageFault: () => writes.refusal?.fault,
      isDraining: () => state.isDraining,
    });
    return { store, ledger, delivery, settlement, outbox };
  };
  return { ...restart(), restart, clock, database, events, released, state, transport, writes };
}

/** A text to Bob. */
export function request(idempotencyKey: string, text = 'Hello') {
  return { to: '+15550000002', content: { kind: 'text' as const, text }, idempotencyKey };
}
