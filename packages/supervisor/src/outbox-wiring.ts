import type { Logger } from 'pino';
import type { LoggedEvent } from '@whatsapp-service/shared/api/logged-event.ts';
import type { MessageContent } from '@whatsapp-service/shared/ipc/message-content.ts';
import type { Clock } from '@whatsapp-service/shared/time/clock.ts';
import type { Settings } from './config/settings.ts';
import type { EventLog } from './events/event-log.ts';
import { Delivery } from './outbox/delivery.ts';
import { Outbox } from './outbox/outbox.ts';
import { SendLedger } from './outbox/send-ledger.ts';
import { SendRetention } from './outbox/send-retention.ts';
import { SendStore } from './outbox/send-store.ts';
import { confirmed } from './outbox/send-transitions.ts';
import type { SendTransport } from './outbox/send-transport.ts';
import { Settlement } from './outbox/settlement.ts';
import { explained } from './sessions/ask-worker.ts';
import type { SessionManager } from './sessions/session-manager.ts';
import type { Storage } from './storage/storage.ts';

export interface OutboxParts {
  readonly settings: Settings;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly storage: Storage;
  readonly eventLog: EventLog;
  readonly manager: SessionManager;
  readonly isDraining: () => boolean;
  /** Told once a send has ended, with its content. */
  readonly onSettled: (content: MessageContent) => void;
}

/** Longer than the deadlines of the protocol itself. */
const workerAnswerTimeoutMs = 180_000;

/** Makes what sends messages and settles what an end of somebody has cut short. */
export function createOutbox(parts: OutboxParts) {
  const { settings, clock, logger, storage, eventLog, manager, isDraining, onSettled } = parts;
  const { database, writes } = storage;
  const transport = transportOver(manager);
  const announce = (event: Parameters<EventLog['append']>[0]): void => {
    eventLog.append(event);
  };
  const ledger = new SendLedger({ store: new SendStore(database, writes), announce, onSettled });
  const delivery = new Delivery({ ledger, transport, clock, logger });
  const settlement = new Settlement({ ledger, delivery, transport, clock, logger });
  const { keyLifeMs, retentionMs } = settings.sends;
  const retention = new SendRetention({ database, writes, clock, logger, maxAgeMs: retentionMs });
  const storageFault = (): string | undefined => storage.fault;
  const outbox = new Outbox({ ledger, delivery, transport, clock, keyLifeMs, storageFault, isDraining });
  eventLog.subscribe((event) => {
    noteAck(ledger, clock, event);
    if (event.type === 'session.state_changed' && event.data['to'] === 'connected' && event.session_id !== null) {
      void settlement.connected(event.session_id);
    }
  });
  return {
    outbox,
    outcomes: () => ledger.outcomes,
    forget: (sessionId: string) => {
      ledger.forget(sessionId);
    },
    /** From here on nothing is looked up any more; sends that are under way may finish. */
    end: () => {
      settlement.close();
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

function transportOver(manager: SessionManager): SendTransport {
  return {
    assertKnown: (sessionId) => {
      manager.get(sessionId);
    },
    assertSendable: (sessionId) => {
      manager.assertSendable(sessionId);
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
