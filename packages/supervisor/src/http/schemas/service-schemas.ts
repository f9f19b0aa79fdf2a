import { logLineLevels } from '@whatsapp-service/shared/api/log-line.ts';
import type { RestorationReport } from '@whatsapp-service/shared/api/restoration-report.ts';
import type { ServiceInfo } from '@whatsapp-service/shared/api/service-info.ts';
import Type from 'typebox';
import { SessionId } from '@whatsapp-service/shared/session/session-id.ts';
import { IsoTime, nullable, oneOf, ref } from './schema-parts.ts';

const count = Type.Integer({ minimum: 0 });
const ReadinessWord = oneOf(['ready', 'restoring', 'draining', 'degraded'], 'Where the service as a whole is.');

/** The answer of /livez. */
export const Liveness = Type.Object({ status: oneOf(['ok'], 'The process answers.') }, { $id: 'Liveness', examples: [{ status: 'ok' }] });

const Reasons = Type.Array(
  Type.Object({
    code: oneOf(['storage_unavailable', 'starts_paused'], 'A stable word for programs.'),
    message: Type.String({ description: 'A sentence for people.' }),
    since: IsoTime,
  }),
  { description: 'Why the service is degraded; sessions may well be connected meanwhile.' },
);

/** The answer of /readyz. */
export const ReadinessView = Type.Object(
  {
    status: ReadinessWord,
    reasons: Reasons,
    restoration: Type.Object({ total: count, restored: count, failed: count, remaining: count }),
  },
  {
    $id: 'Readiness',
    description: 'Whether the sessions are back.',
    examples: [{ status: 'restoring', reasons: [], restoration: { total: 10, restored: 4, failed: 1, remaining: 5 } }],
  },
);

const Restoration = Type.Unsafe<RestorationReport>(
  Type.Object({
    service_stopped_at: nullable(IsoTime),
    service_started_at: IsoTime,
    began_at: IsoTime,
    first_connected_at: nullable(IsoTime),
    last_connected_at: nullable(IsoTime),
    completed_at: nullable(IsoTime),
    directory_source: oneOf(['django', 'last_known', 'embedded'], 'Where the list of sessions came from.'),
    restored: count,
    failed: count,
    sessions: Type.Array(
      Type.Object({
        session_id: Type.String(),
        outcome: oneOf(['restored', 'failed', 'pending'], 'What became of it.'),
        adopted: Type.Boolean({ description: 'Its worker had outlived the earlier service process: it was connected all the time.' }),
        message: nullable(Type.String()),
        duration_ms: nullable(Type.Number()),
      }),
    ),
  }),
);

const SendQueue = Type.Object(
  {
    waiting: Type.Integer({ minimum: 0, description: 'Sends that wait for their session, their time or their turn.' }),
    in_progress: Type.Integer({ minimum: 0, description: 'Sends that a worker has, or that no server of WhatsApp has confirmed yet.' }),
    most_waiting: Type.Array(Type.Object({ session_id: Type.String(), waiting: count }), {
      description: 'The ten sessions with the most sends that wait, the most first.',
    }),
  },
  { description: 'The sends that have not ended.' },
);

const EventLogSize = Type.Object({
  events: Type.Integer({ minimum: 0, description: 'How many events are kept.' }),
  oldest_at: nullable(IsoTime),
  database_bytes: Type.Integer({ minimum: 0, description: 'What the whole database takes; `EVENT_RETENTION_MB` goes by it.' }),
});

/** The answer of GET /api/v1/service. */
export const ServiceView = Type.Unsafe<ServiceInfo>(
  Type.Object(
    {
      status: ReadinessWord,
      reasons: Reasons,
      storage: Type.Object({
        status: oneOf(['ok', 'unavailable'], 'Whether the disk takes what has to be kept.'),
        waiting_writes: Type.Integer({ minimum: 0, description: 'What waits in memory until the disk takes it.' }),
        folders: Type.Array(
          Type.Object({
            setting: Type.String(),
            fault: nullable(Type.String()),
            free_bytes: nullable(Type.Number()),
            volatile: nullable(
              oneOf(
                ['memory', 'container'],
                'No persistent volume: what lies in it is gone with the machine’s memory, or with the container.',
              ),
            ),
          }),
        ),
      }),
      started_at: IsoTime,
      uptime_seconds: Type.Number({ minimum: 0 }),
      versions: Type.Object({ service: Type.String(), node: Type.String(), whatsapp_web_js: Type.String(), browser: Type.String() }),
      sessions: Type.Object({ total: count, connected: count, qr_required: count, connecting: count, disconnected: count }),
      resources: Type.Object({
        rss_bytes: Type.Number(),
        cpu_seconds: Type.Number(),
        load_1m: Type.Number(),
        free_memory_bytes: Type.Number(),
      }),
      sandbox: Type.Boolean({ description: "Whether Chromium's sandbox is on." }),
      directory: Type.Object({
        source: oneOf(['django', 'embedded'], 'Who owns the list of sessions.'),
        reachable: nullable(Type.Boolean()),
        last_fetched_at: nullable(IsoTime),
        last_error: nullable(Type.String()),
        empty_since: nullable(
          Type.String({
            format: 'date-time',
            description: 'Since when the list is empty although it had sessions before; it is obeyed when it stays so for 30 s.',
          }),
        ),
        not_listed: Type.Array(Type.String(), { description: 'Auth folders on disk that the directory does not list.' }),
        malformed: Type.Array(Type.String(), { description: 'Entries of the directory that could not be read, as sentences.' }),
      }),
      sends: SendQueue,
      event_log: EventLogSize,
      backups: Type.Object({
        schedule: nullable(Type.String({ description: 'When all linked sessions are backed up by themselves: a cron expression.' })),
        next_run_at: nullable(IsoTime),
        running: Type.Boolean(),
        last_run: nullable(
          Type.Object({
            began_at: IsoTime,
            completed_at: nullable(IsoTime),
            made: count,
            failed: count,
            fault: nullable(Type.String({ description: 'Why the run as a whole came to nothing.' })),
          }),
        ),
      }),
      last_restoration: nullable(Restoration),
    },
    { $id: 'Service', description: 'The service as a whole.' },
  ),
);

/** Which restorations to list. */
export const RestorationQuery = Type.Object(
  {
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 50, default: 10, description: 'How many at most; fifty are kept.' })),
    sessions: Type.Optional(oneOf(['all', 'failed'], '`failed` leaves the sessions out that came back; the counts stay as they are.')),
  },
  { additionalProperties: false },
);

/** The last restorations. */
export const RestorationList = Type.Object(
  { restorations: Type.Array(Restoration) },
  { $id: 'Restorations', description: 'The last restorations, newest first; one that is under way has no `completed_at`.' },
);

/** One line of the service's own log. */
export const LogLineView = Type.Object(
  {
    seq: count,
    time: Type.String(),
    level: Type.String(),
    session_id: nullable(Type.String()),
    message: Type.String(),
  },
  {
    $id: 'LogLine',
    description: "One line of the service's own log.",
    examples: [
      {
        seq: 7,
        time: '2026-11-23T16:00:00.000Z',
        level: 'info',
        session_id: 'user_1_instance_main',
        message: '✓ Session restored: user_1_instance_main',
      },
    ],
  },
);

const logFilters = {
  level: Type.Optional(oneOf(logLineLevels, 'Only lines at least as important.')),
  session_id: Type.Optional(SessionId),
};

/** Which log lines to read. */
export const LogQuery = Type.Object(
  {
    after: Type.Optional(Type.Integer({ minimum: 0, default: 0, description: 'Only lines with a greater `seq`.' })),
    ...logFilters,
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 1_000, default: 200, description: 'How many at most.' })),
  },
  { additionalProperties: false },
);

/** Which log lines to stream. */
export const LogStreamQuery = Type.Object(
  {
    after: Type.Optional(
      Type.Integer({
        minimum: 0,
        description: 'Begin after this `seq`; the header Last-Event-ID wins, and without both only new lines come.',
      }),
    ),
    ...logFilters,
  },
  { additionalProperties: false },
);

/** A page of log lines. */
export const LogLines = Type.Object(
  { lines: Type.Array(ref(LogLineView)), last_seq: count },
  { $id: 'LogLines', description: 'Log lines kept in memory, oldest first.' },
);
