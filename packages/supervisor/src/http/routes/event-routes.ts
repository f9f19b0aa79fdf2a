import type { LoggedEvent } from '@whatsapp-service/shared/api/logged-event.ts';
import type { EventQuery as EventLogQuery } from '../../events/event-query.ts';
import { reachOf } from '../access/reach.ts';
import { acceptsStream, resumePoint } from '../plugins/streams.ts';
import type { RouteContext, TypedApp } from '../route-context.ts';
import { errors, json } from '../schemas/answers.ts';
import { EventList, EventQuery, EventStreamQuery } from '../schemas/event-schemas.ts';
import { ref } from '../schemas/schema-parts.ts';
import { streamAnswer } from '../schemas/stream-answer.ts';
import { follow } from '../streams/follow.ts';

const tags = ['Events'];

const listEventsOptions = {
  schema: {
    operationId: 'listEvents',
    tags,
    summary: 'Read events',
    querystring: EventQuery,
    response: { 200: json(ref(EventList), 'Events, oldest first.'), ...errors() },
  },
};

const streamEventsOptions = {
  sse: 'only' as const,
  exposeHeadRoute: false,
  preHandler: acceptsStream,
  schema: {
    operationId: 'streamEvents',
    tags,
    summary: 'Events as they happen, as server-sent events',
    description:
      'Each event has its `seq` as the id, so that an EventSource resumes by itself where it was cut off. A client that does not read is cut off.',
    querystring: EventStreamQuery,
    response: { 200: streamAnswer('event: session.state_changed'), ...errors('SUP_NOT_ACCEPTABLE', 'SUP_TOO_MANY_STREAMS') },
  },
};

/** The durable log of events, a page at a time or as it grows. */
export function addEventRoutes(app: TypedApp, { events }: RouteContext): void {
  app.get('/api/v1/events', listEventsOptions, (request) => {
    const { after = 0, limit = 100 } = request.query;
    return events.read({ after, limit, ...filtersOf(request.query), ...reachOf(request) });
  });
  app.get('/api/v1/events/stream', streamEventsOptions, async (request, reply) => {
    const filters = { ...filtersOf(request.query), ...reachOf(request) };
    const after = resumePoint(request, request.query.after);
    const stream = app.streams.open(reply);
    await follow(
      stream,
      {
        read: (seq, limit) => events.read({ after: seq, limit, ...filters }).events,
        subscribe: (listener) => events.subscribe(listener),
        toMessage,
      },
      after,
    );
  });
}

function filtersOf(query: { session_id?: string; types?: string }): Pick<EventLogQuery, 'sessionId' | 'types'> {
  return {
    ...(query.session_id === undefined ? {} : { sessionId: query.session_id }),
    ...(query.types === undefined ? {} : { types: query.types.split(',') }),
  };
}

function toMessage(event: LoggedEvent) {
  return { id: String(event.seq), event: event.type, data: event };
}
