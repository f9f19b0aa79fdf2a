import type { Logger } from 'pino';
import type { LoggedEvent } from '@whatsapp-service/shared/api/logged-event.ts';
import type { OutgoingContent } from '@whatsapp-service/shared/ipc/outgoing-content.ts';
import type { SessionState } from '@whatsapp-service/shared/session/session-state.ts';
import type { Clock } from '@whatsapp-service/shared/time/clock.ts';
import type { Settings } from './config/settings.ts';
import type { EventLog } from './events/event-log.ts';
import { BulkDesk } from './outbox/bulk-desk.ts';
import { BulkStore } from './outbox/bulk-store.ts';
import { Delivery } from './outbox/delivery.ts';
import { Lanes } from './outbox/lanes.ts';
import { Outbox } from './outbox/outbox.ts';
import { Pace } from './outbox/pace.ts';
import { SendLedger } from './outbox/send-ledger.ts';
import { sendQueueOf } from './outbox/send-queue.ts';
import { SendRetention } from './outbox/send-retention.ts';
import { SendStore } from './outbox/send-store.ts';
import { cancelled, confirmed } from './outbox/send-transitions.ts';
import type { SendTransport } from './outbox/send-transport.ts';
import { Settlement } from './outbox/settlement.ts';
import { explained } from './sessions/ask-worker.ts';
import type { SessionManager } from './sessions/session-manager.ts';
import { SessionNotConnected } from './supervisor-errors.ts';
import type { Storage } from './storage/storage.ts';

export interface OutboxParts {
  readonly settings: Settings;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly storage: Storage;
  readonly eventLog: EventLog;
  readonly manager: SessionManager;
  readonly isDraining: () => boolean;
  /** Since when the service has a session. */
  readonly createdMsOf: (sessionId: string) => number;
  /** Told once a send has ended, with its content. */
  readonly onSettled: (sessionId: string, content: OutgoingContent) => void;
}

/** Longer than the deadlines of the protocol itself. */
const workerAnswerTimeoutMs = 180_000;

/** Makes what sends messages and settles what an end of somebody has cut short. */
export function createOutbox(parts: OutboxParts) {
  const { settings, clock, logger, storage, eventLog, manager, isDraining, onSettled } = parts;
  const { database, writes } = storage;
  const transport = transportOver(manager);
  const store = new SendStore(database, writes);
  const ledger = new SendLedger({ store, events: eventLog, onSettled });
  const pace = new Pace({
    rules: settings.sends.pacing,
    clock,
    random: Math.random,
    sentBefore: (sessionId, limit) => store.lastSentMs(sessionId, limit),
    createdMsOf: (sessionId) => parts.createdMsOf(sessionId),
  });
  const delivery = new Delivery({ ledger, transport, pace, clock, logger });
  const lanes: Lanes = new Lanes({ ledger, delivery, transport, pace, clock, isDraining, isHeld: (record) => bulk.isHeld(record) });
  const settlement = new Settlement({ ledger, delivery, transport, clock, logger });
  const { keyLifeMs, queueExpiryMs, retentionMs } = settings.sends;
  const retention = new SendRetention({ database, writes, clock, logger, maxAgeMs: retentionMs });
  const storageFault = (): string | undefined => storage.fault;
  const common = { ledger, transport, clock, keyLifeMs, storageFault, isDraining };
  const run = (sessionId: string): void => void lanes.run(sessionId);
  const bulk: BulkDesk = new BulkDesk({ ...common, store: new BulkStore(database, writes), events: eventLog, run });
  const outbox = new Outbox({ ...common, delivery, lanes, pace, queueExpiryMs });
  eventLog.subscribe((event) => {
    noteAck(ledger, clock, event);
    const sessionId = event.session_id;
    if (sessionId === null || event.type !== 'session.state_changed' || event.data['to'] !== 'connected') return;
    void settlement.connected(sessionId).then(async () => lanes.run(sessionId));
  });
  return {
    ports: { outbox, bulk },
    outcomes: () => ledger.outcomes,
    queue: () => sendQueueOf(ledger.openCounts()),
    start: () => bulk.start(),
    needsFile: (sessionId: string, file: string) => ledger.needsFile(sessionId, file),
    ...endings({ clock, ledger, pace, settlement, lanes, retention, outbox, bulk }),
  };
}

interface Ending {
  readonly clock: Clock;
  readonly ledger: SendLedger;
  readonly pace: Pace;
  readonly settlement: Settlement;
  readonly lanes: Lanes;
  readonly retention: SendRetention;
  readonly outbox: Outbox;
  readonly bulk: BulkDesk;
}

function endings({ clock, ledger, pace, settlement, lanes, retention, outbox, bulk }: Ending) {
  return {
    /** A session is deleted: what waits is told of; what is under way ends with its worker. */
    forget: (sessionId: string) => {
      for (const record of ledger.openOf(sessionId)) if (record.status === 'queued') ledger.change(cancelled(record, clock.now()));
      ledger.forget(sessionId);
      bulk.forget(sessionId);
      pace.forget(sessionId);
    },
    /** From here on nothing is looked up any more; sends that are under way may finish. */
    end: () => {
      settlement.close();
      lanes.close();
      retention.close();
      outbox.leave();
    },
  };
}

/** A server's ack closes a send, whoever was there when its message went out. */
function noteAck(ledger: SendLedger, clock: Clock, { type, session_id: sessionId, data }: LoggedEvent): void {
  if (type !== 'message.ack' || sessionId === null || Number(data['ack']) < 1) return;
  const messageId = String(data['message_id']);
  const record = ledger.openByMessage(sessionId, messageId);
  const next = record === undefined ? undefined : confirmed(record, messageId, clock.now());
  if (next !== undefined) ledger.change(next);
}

/** Where a session is that a restart of itself or of the service brings back. */
const isAtRest: ReadonlySet<SessionState> = new Set(['stopped', 'stopping']);

function transportOver(manager: SessionManager): SendTransport {
  return {
    assertKnown: (sessionId) => {
      manager.get(sessionId);
    },
    assertSendable: (sessionId) => {
      manager.assertSendable(sessionId);
    },
    assertMayWait: (sessionId) => {
      const { status, state, desired } = manager.get(sessionId);
      const comesBack = status === 'connected' || status === 'connecting' || (desired === 'running' && isAtRest.has(state));
      if (!comesBack) throw new SessionNotConnected(sessionId, state);
    },
    isConnected: (sessionId) => manager.isConnected(sessionId),
    deliver: async (sessionId, shipment) => manager.deliver(sessionId, shipment, AbortSignal.timeout(workerAnswerTimeoutMs)),
    find: async (sessionId, shipment) => {
      const { sent } = await manager.ask(sessionId, 'message.find_sent', shipment, AbortSignal.timeout(workerAnswerTimeoutMs));
      return sent;
    },
    explain: (sessionId, error) => explained(sessionId, error),
  };
}
