import type { LoggedEvent } from '@whatsapp-service/shared/api/logged-event.ts';
import { createServer } from 'node:http';
import type { IncomingHttpHeaders } from 'node:http';
import { mkdtempSync, rmSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pino from 'pino';
import { systemClock } from '@whatsapp-service/shared/time/clock.ts';
import type { Clock } from '@whatsapp-service/shared/time/clock.ts';
import { loadSettings } from '@whatsapp-service/supervisor/config/settings.ts';
import { EventLog } from '@whatsapp-service/supervisor/events/event-log.ts';
import { FactStore } from '@whatsapp-service/supervisor/storage/fact-store.ts';
import { Storage } from '@whatsapp-service/supervisor/storage/storage.ts';
import { createWebhooks } from '@whatsapp-service/supervisor/webhooks-wiring.ts';

interface Teardown {
  teardown(end: () => Promise<void> | void): void;
}

/** A request that a receiver got. */
export interface Received {
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  readonly event: LoggedEvent;
}

/** A real HTTP receiver; `answer` decides on each request, after `delayMs`. */
export async function openReceiver(t: Teardown, port = 0) {
  const received: Received[] = [];
  const behaviour = {
    answer: (_request: Received): number => 204,
    headers: {} as Record<string, string>,
    delayMs: 0,
  };
  let most = 0;
  let running = 0;
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    running += 1;
    most = Math.max(most, running);
    response.once('close', () => (running -= 1));
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const body = Buffer.concat(chunks).toString();
      const one = { headers: request.headers, body, event: JSON.parse(body) as LoggedEvent };
      received.push(one);
      setTimeout(() => response.writeHead(behaviour.answer(one), behaviour.headers).end(), behaviour.delayMs).unref();
    });
  });
  await new Promise<void>((resolve) => {
    server.listen(port, '127.0.0.1', resolve);
  });
  const close = async (): Promise<void> => {
    server.closeAllConnections();
    if (server.listening) await new Promise((resolve) => server.close(resolve));
  };
  t.teardown(close);
  const { port: openPort } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${openPort}/hook`, port: openPort, received, behaviour, close, mostAtOnce: () => most };
}

/** The webhooks on a database of their own; `open` again after `close` is a restart. */
export function webhookLab(t: Teardown, env: Record<string, string> = {}, clock: Clock = systemClock) {
  const folder = mkdtempSync(join(tmpdir(), 'webhook-lab-'));
  const lines: string[] = [];
  const logger = pino({ level: 'debug' }, { write: (line: string) => void lines.push(line) });
  let isOpen = false;
  const open = (sessions: readonly { sessionId: string; webhookUrl: string | null }[] = []) => {
    const given = { DATA_DIR: folder, ENV_FILE: '/dev/null', WEBHOOK_ALLOWED_HOSTS: '127.0.0.1', ...env };
    const settings = loadSettings(given, { rootDir: folder });
    const folders = { AUTH_DIR: folder, CACHE_DIR: folder, DATA_DIR: folder };
    const storage = new Storage({ folders, clock, logger });
    const { database, writes } = storage;
    const eventLog = new EventLog(database, clock, writes);
    const facts = new FactStore(database, writes);
    const hasSession = (sessionId: string): boolean => sessionId !== 'none';
    const parts = createWebhooks({ settings, clock, logger, storage, eventLog, facts, version: '0.1.0', hasSession });
    parts.start(sessions);
    isOpen = true;
    const close = async (drainMs = 0): Promise<void> => {
      if (!isOpen) return;
      isOpen = false;
      await parts.close(drainMs);
      storage.close();
    };
    let number = 0;
    const log = (sessionId: string | null, type = 'message.received', data: Record<string, unknown> = {}) => {
      number += 1;
      return eventLog.append({ type, sessionId, identity: `${Math.random()} ${number}`, data: { number, ...data } });
    };
    t.teardown(close);
    return { ...parts, eventLog, storage, database, close, log };
  };
  t.teardown(() => {
    rmSync(folder, { recursive: true, force: true });
  });
  return { open, lines, folder };
}

/** Resolves once the condition holds; rejects with what there is instead. */
export async function eventually(what: string, isTrue: () => boolean, timeoutMs = 30_000): Promise<void> {
  const deadline = performance.now() + timeoutMs;
  while (!isTrue()) {
    if (performance.now() > deadline) throw new Error(`Not within ${timeoutMs} ms: ${what}`);
    await sleep(10);
  }
}
