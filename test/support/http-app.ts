import type { LoggedEvent } from '@whatsapp-service/shared/api/logged-event.ts';
import type { AddressInfo } from 'node:net';
import { LogRing } from '@whatsapp-service/supervisor/log/log-ring.ts';
import { buildApp } from '@whatsapp-service/supervisor/http/app.ts';
import type { AppOptions } from '@whatsapp-service/supervisor/http/app.ts';
import type { Services } from '@whatsapp-service/supervisor/http/services.ts';
import type { WebhookView } from '@whatsapp-service/shared/api/webhook-view.ts';
import { JobPool } from '@whatsapp-service/supervisor/jobs/job-pool.ts';
import { BrowserSessions } from '@whatsapp-service/supervisor/sign-in/browser-sessions.ts';
import { SessionNotFound } from '@whatsapp-service/supervisor/supervisor-errors.ts';
import { memoryAudit } from './memory-audit.ts';
import { recordingBackups } from './recording-backups.ts';
import { recordingBulk, recordingOutbox } from './recording-outbox.ts';
import { memoryKeys } from './memory-keys.ts';
import { memoryFacts } from './memory-facts.ts';
import { keptMediaOf, recordingMedia } from './recording-media.ts';
import { recordingSessions } from './recording-sessions.ts';

export const apiKey = 'the-key-of-this-test';
export const auth = { 'x-api-key': apiKey };

/** A log of events in memory that behaves as the durable one. */
class MemoryEvents {
  readonly all: LoggedEvent[] = [];
  readonly listeners = new Set<(event: LoggedEvent) => void>();
  reads = 0;

  append(type: string, sessionId = 'a', data: Record<string, unknown> = {}): LoggedEvent {
    const seq = this.all.length + 1;
    const event = { seq, id: `evt_${seq}`, type, session_id: sessionId, time: '2026-11-23T16:00:00.000Z', data };
    this.all.push(event);
    for (const listener of this.listeners) listener(event);
    return event;
  }

  read(query: { after: number; limit: number; sessionId?: string; sessionPrefix?: string; types?: readonly string[] }) {
    this.reads += 1;
    const events = this.all.filter(
      (event) =>
        event.seq > query.after &&
        (query.sessionId === undefined || event.session_id === query.sessionId) &&
        (query.sessionPrefix === undefined || event.session_id?.startsWith(query.sessionPrefix) === true) &&
        (query.types === undefined || query.types.includes(event.type)),
    );
    return { events: events.slice(0, query.limit), last_seq: this.all.length };
  }

  subscribe(listener: (event: LoggedEvent) => void): () => void {
    this.listeners.add(listener);
    return () => {
      this.listeners.delete(listener);
    };
  }
}

/** Ports that answer for every session but "none", and note each call. */
export function recordingServices() {
  const calls: { name: string; args: unknown[] }[] = [];
  const events = new MemoryEvents();
  const logs = new LogRing(100);
  const state = { isDraining: false, readiness: 'ready' as 'ready' | 'restoring' | 'draining' | 'degraded' };
  const note = (name: string, ...args: unknown[]): void => {
    calls.push({ name, args });
    if (args[0] === 'none') throw new SessionNotFound('none');
  };
  const keys = memoryKeys(apiKey);
  const audit = memoryAudit(note);
  const services: Services = {
    keys: keys.managed,
    sessions: recordingSessions(note),
    backups: recordingBackups(note),
    audit,
    outbox: recordingOutbox(note),
    bulk: recordingBulk(note),
    media: recordingMedia(note),
    keptMedia: { find: async (_sessionId, messageId) => keptMediaOf(messageId) },
    events,
    metrics: { contentType: 'text/plain; version=0.0.4; charset=utf-8', text: async () => 'whatsapp_sessions{status="connected"} 2\n' },
    webhooks: recordingWebhooks(note),
    service: {
      readiness: () => ({ status: state.readiness, reasons: [], restoration: { total: 3, restored: 1, failed: 0, remaining: 2 } }),
      isDraining: () => state.isDraining,
      info: () => serviceInfo,
      restorations: (limit) => {
        note('restorations', limit);
        return [restorationReport];
      },
      logs: (query) => logs.read(query),
      subscribeToLogs: (listener) => logs.subscribe(listener),
    },
    resources: {
      history: (sessionId, afterMs) => {
        note('resources', sessionId, afterMs);
        const sample = { time: '2026-11-23T16:00:00.000Z', rss_bytes: 262_144_000, cpu_percent: 1.5 };
        return { session_id: sessionId, every_seconds: 10, samples: [sample] };
      },
    },
    reconciler: {
      drift: async () => {
        note('drift');
        return drift;
      },
      reconcile: async () => {
        note('reconcile');
        return drift;
      },
    },
    restart: {
      preview: (mode = 'handover') => {
        note('previewRestart', mode);
        return { ...restartPreview, mode };
      },
      restart: (confirmToken, mode) => {
        note('restartService', confirmToken, mode);
        return { mode, expected_seconds: 2, message: 'The service restarts now and is back in about 2 seconds.' };
      },
    },
  };
  return { services, calls, events, logs, state, keys, audited: audit.entries };
}

const drift: Awaited<ReturnType<Services['reconciler']['drift']>> = {
  checked_at: '2026-11-23T16:00:00.000Z',
  listed: 1,
  to_start: [{ session_id: 'listed', instance_name: 'Listed' }],
  to_end: [{ session_id: 'unlisted', instance_name: null, status: 'connected' }],
  left_alone: ['new'],
  malformed: [],
};

const restorationReport: ReturnType<Services['service']['restorations']>[number] = {
  service_stopped_at: '2026-11-23T14:59:50.000Z',
  service_started_at: '2026-11-23T15:00:00.000Z',
  began_at: '2026-11-23T15:00:01.000Z',
  first_connected_at: '2026-11-23T15:00:04.000Z',
  last_connected_at: '2026-11-23T15:00:04.000Z',
  completed_at: '2026-11-23T15:00:05.000Z',
  directory_source: 'embedded',
  restored: 1,
  failed: 1,
  sessions: [
    { session_id: 'a', outcome: 'restored', adopted: false, message: null, duration_ms: 3_000 },
    { session_id: 'b', outcome: 'failed', adopted: false, message: 'Auth file not found', duration_ms: 4_000 },
  ],
};

const restartPreview: ReturnType<Services['restart']['preview']> = {
  active_sessions: 2,
  mode: 'handover',
  expected_seconds: 2,
  in_flight_sends: 1,
  undelivered_webhooks: 0,
  message: 'Proceed with restart?',
  confirm_token: 'a-token',
  confirm_token_expires_at: '2026-11-23T16:02:00.000Z',
};

const webhookView: WebhookView = {
  id: 'wh_1',
  url: 'https://app.example.org/hook',
  session_id: null,
  types: [],
  header_names: ['authorization'],
  enabled: true,
  disabled_reason: null,
  source: 'api',
  previous_secret_until: null,
  created_at: '2026-11-23T16:00:00.000Z',
  pending: 0,
  oldest_pending_at: null,
};

const sessionDelivery: ReturnType<Services['webhooks']['deliveriesOf']>['deliveries'][number] = {
  id: 7,
  event_id: 'evt_7',
  event_seq: 7,
  event_type: 'message.received',
  session_id: 'a',
  attempt: 2,
  time: '2026-11-23T16:00:00.000Z',
  duration_ms: 12,
  outcome: 'failed',
  status_code: 500,
  error: null,
  webhook_id: 'wh_1',
  webhook_url: webhookView.url,
};

function recordingWebhooks(note: (name: string, ...args: unknown[]) => void): Services['webhooks'] {
  const answering =
    <T>(name: string, answer: T) =>
    (...args: unknown[]): T => {
      note(name, ...args);
      return answer;
    };
  return {
    create: async (input) => answering('webhooks.create', { ...webhookView, secret: 'whsec_shown-once' })(input),
    list: answering('webhooks.list', { webhooks: [webhookView], next_cursor: null }),
    get: answering('webhooks.get', webhookView),
    change: async (id, changes) => answering('webhooks.change', webhookView)(id, changes),
    remove: answering('webhooks.remove', undefined),
    rotateSecret: answering('webhooks.rotateSecret', { ...webhookView, secret: 'whsec_shown-once' }),
    test: async (id) => answering('webhooks.test', { delivered: true, status_code: 204, error: null, duration_ms: 3 })(id),
    deliveries: answering('webhooks.deliveries', { deliveries: [] }),
    deliveriesOf: answering('webhooks.deliveriesOf', { deliveries: [sessionDelivery] }),
    deadLetters: answering('webhooks.deadLetters', { dead_letters: [] }),
    redrive: answering('webhooks.redrive', { redriven: 2 }),
    purge: answering('webhooks.purge', { purged: 2 }),
  };
}

const serviceInfo: ReturnType<Services['service']['info']> = {
  status: 'ready',
  started_at: '2026-11-23T15:00:00.000Z',
  uptime_seconds: 3_600,
  versions: { service: '0.1.0', node: 'v24', whatsapp_web_js: '1.34.7', browser: '/usr/bin/chromium' },
  sessions: { total: 2, connected: 1, qr_required: 0, connecting: 1, disconnected: 0 },
  resources: { rss_bytes: 1, cpu_seconds: 2.5, load_1m: 0.5, free_memory_bytes: 3 },
  sandbox: true,
  reasons: [],
  storage: { status: 'ok', waiting_writes: 0, folders: [{ setting: 'DATA_DIR', fault: null, free_bytes: 1_000_000, volatile: null }] },
  directory: {
    source: 'embedded',
    reachable: null,
    last_fetched_at: null,
    last_error: null,
    empty_since: null,
    not_listed: [],
    malformed: [],
  },
  sends: { waiting: 0, in_progress: 0, most_waiting: [] },
  event_log: { events: 12, oldest_at: '2026-11-23T15:00:01.000Z', database_bytes: 4_096 },
  backups: { schedule: '0 3 * * *', next_run_at: '2026-11-24T03:00:00.000Z', running: false, last_run: null },
  last_restoration: null,
};

/** One line that the app logged. */
export interface LoggedLine {
  readonly level: string;
  readonly facts: object;
  readonly message: string;
}

interface Teardown {
  teardown(end: () => Promise<void>): void;
}

/** The app over recording ports; it and its threads end with the test. */
export async function testApp(t: Teardown, options: Partial<AppOptions> = {}) {
  const recording = recordingServices();
  const { keys } = recording;
  const lines: LoggedLine[] = [];
  const jobs = new JobPool();
  const app = await buildApp({
    services: recording.services,
    keys: keys.ring,
    signIns: new BrowserSessions({ facts: memoryFacts(), keys: keys.ring, clock: keys.clock }),
    statusPageDir: '/nowhere',
    jobs,
    logger: recordingLogger(lines),
    version: '0.1.0',
    ...options,
  });
  t.teardown(async () => {
    await app.close();
    await jobs.close();
  });
  return { app, lines, ...recording };
}

/** A logger that keeps what it is told, bindings of its children included. */
function recordingLogger(lines: LoggedLine[], bindings: object = {}): AppOptions['logger'] {
  const write = (level: string) => (facts: unknown, message?: unknown) => {
    const isMessage = typeof facts === 'string';
    lines.push({
      level,
      facts: isMessage ? bindings : { ...bindings, ...(facts as object) },
      message: String(isMessage ? facts : message),
    });
  };
  const levels = { trace: write('trace'), debug: write('debug'), info: write('info'), warn: write('warn') };
  return {
    ...levels,
    error: write('error'),
    fatal: write('fatal'),
    silent: () => undefined,
    level: 'trace',
    child: (more) => recordingLogger(lines, { ...bindings, ...more }),
  };
}

/** The app on a free port of the loopback. */
export async function listeningApp(t: Teardown, options: Partial<AppOptions> = {}) {
  const parts = await testApp(t, options);
  await parts.app.listen({ host: '127.0.0.1', port: 0 });
  const { port } = parts.app.server.address() as AddressInfo;
  return { ...parts, port, url: `http://127.0.0.1:${port}` };
}
