import type { LogLine } from '@whatsapp-service/shared/api/log-line.ts';
import type { RestorationReport } from '@whatsapp-service/shared/api/restoration-report.ts';
import { reachOf } from '../access/reach.ts';
import { acceptsStream, resumePoint } from '../plugins/streams.ts';
import type { RouteContext, TypedApp } from '../route-context.ts';
import { errors, json } from '../schemas/answers.ts';
import { ref } from '../schemas/schema-parts.ts';
import { LogLines, LogQuery, LogStreamQuery, RestorationList, RestorationQuery, ServiceView } from '../schemas/service-schemas.ts';
import { streamAnswer } from '../schemas/stream-answer.ts';
import { follow } from '../streams/follow.ts';

const tags = ['Service'];

const getServiceOptions = {
  schema: {
    operationId: 'getService',
    tags,
    summary: 'The service as a whole: versions, counts, resources, the last restoration',
    response: { 200: json(ref(ServiceView), 'The service.'), ...errors() },
  },
};

const listRestorationsOptions = {
  schema: {
    operationId: 'listRestorations',
    tags,
    summary: 'The last restorations: what came back after each start of the service, and how fast',
    querystring: RestorationQuery,
    response: { 200: json(ref(RestorationList), 'Restorations, newest first.'), ...errors() },
  },
};

const listLogLinesOptions = {
  schema: {
    operationId: 'listLogLines',
    tags,
    summary: "Read the service's own log",
    querystring: LogQuery,
    response: { 200: json(ref(LogLines), 'Lines kept in memory, oldest first.'), ...errors() },
  },
};

const streamLogLinesOptions = {
  sse: 'only' as const,
  exposeHeadRoute: false,
  preHandler: acceptsStream,
  schema: {
    operationId: 'streamLogLines',
    tags,
    summary: 'Log lines as they are written, as server-sent events',
    querystring: LogStreamQuery,
    response: { 200: streamAnswer('event: log'), ...errors('SUP_NOT_ACCEPTABLE', 'SUP_TOO_MANY_STREAMS') },
  },
};

/** The service itself: how it is, and what it says. */
export function addServiceRoutes(app: TypedApp, { service }: RouteContext): void {
  app.get('/api/v1/service', getServiceOptions, () => service.info());
  app.get('/api/v1/service/restorations', listRestorationsOptions, (request) => {
    const { limit = 10, sessions = 'all' } = request.query;
    const restorations = service.restorations(limit);
    return { restorations: sessions === 'all' ? restorations : restorations.map(onlyFailed) };
  });
  app.get('/api/v1/service/logs', listLogLinesOptions, (request) => {
    const { after = 0, limit = 200 } = request.query;
    return service.logs({ after, limit, ...filtersOf(request.query), ...reachOf(request) });
  });
  app.get('/api/v1/service/logs/stream', streamLogLinesOptions, async (request, reply) => {
    const filters = { ...filtersOf(request.query), ...reachOf(request) };
    const after = resumePoint(request, request.query.after);
    const stream = app.streams.open(reply);
    await follow(
      stream,
      {
        read: (seq, limit) => service.logs({ after: seq, limit, ...filters }).lines,
        subscribe: (listener) => service.subscribeToLogs(listener),
        toMessage,
      },
      after,
    );
  });
}

function onlyFailed(report: RestorationReport): RestorationReport {
  return { ...report, sessions: report.sessions.filter(({ outcome }) => outcome === 'failed') };
}

function filtersOf(query: { level?: string; session_id?: string }): { level?: string; sessionId?: string } {
  return {
    ...(query.level === undefined ? {} : { level: query.level }),
    ...(query.session_id === undefined ? {} : { sessionId: query.session_id }),
  };
}

function toMessage(line: LogLine) {
  return { id: String(line.seq), event: 'log', data: line };
}
