import type { SessionQuery } from '../../sessions/session-requests.ts';
import { reachOf } from '../access/reach.ts';
import type { RouteContext, TypedApp } from '../route-context.ts';
import { commandErrors, errors, json } from '../schemas/answers.ts';
import { ref, SessionPath } from '../schemas/schema-parts.ts';
import {
  ResourceHistory,
  ResourcesQuery,
  Session,
  SessionInput,
  SessionList,
  SessionListQuery,
  Timeline,
} from '../schemas/session-schemas.ts';

const tags = ['Sessions'];

const createSessionOptions = {
  config: { waitsForTurn: true },
  schema: {
    operationId: 'createSession',
    tags,
    summary: 'Create a session and start it',
    description: 'The session starts at once: where no linked profile is on disk, a QR code is on offer soon after.',
    body: SessionInput,
    response: {
      201: json(ref(Session), 'Created; it starts.'),
      ...commandErrors('SUP_SESSION_EXISTS', 'SUP_TOO_MANY_SESSIONS', 'SUP_WEBHOOK_INVALID'),
    },
  },
};

const listSessionsOptions = {
  schema: {
    operationId: 'listSessions',
    tags,
    summary: 'List sessions',
    querystring: SessionListQuery,
    response: { 200: json(ref(SessionList), 'A page of sessions.'), ...errors('SUP_CURSOR_INVALID') },
  },
};

const getSessionOptions = {
  schema: {
    operationId: 'getSession',
    tags,
    summary: 'Read a session',
    params: SessionPath,
    response: { 200: json(ref(Session), 'The session.'), ...errors('SUP_SESSION_NOT_FOUND') },
  },
};

const getTimelineOptions = {
  schema: {
    operationId: 'getTimeline',
    tags,
    summary: 'Why is it stuck? The last starts with their phases',
    params: SessionPath,
    response: { 200: json(ref(Timeline), 'The last starts.'), ...errors('SUP_SESSION_NOT_FOUND') },
  },
};

const getResourcesOptions = {
  schema: {
    operationId: 'getResources',
    tags,
    summary: 'Memory and CPU of a session over the last hour',
    params: SessionPath,
    querystring: ResourcesQuery,
    response: { 200: json(ref(ResourceHistory), 'What it took.'), ...errors('SUP_SESSION_NOT_FOUND') },
  },
};

/** Creating, listing and reading sessions. */
export function addSessionRoutes(app: TypedApp, { basePath, resources, sessions }: RouteContext): void {
  app.post('/api/v1/sessions', createSessionOptions, (request, reply) => {
    const session = sessions.create(request.body);
    reply.code(201).header('location', `${basePath}/api/v1/sessions/${session.session_id}`);
    return session;
  });
  app.get('/api/v1/sessions', listSessionsOptions, (request) => {
    const { status, user_id: userId, limit = 100, cursor } = request.query;
    const query: SessionQuery = {
      limit,
      ...reachOf(request),
      ...(status === undefined ? {} : { status }),
      ...(userId === undefined ? {} : { userId }),
      ...(cursor === undefined ? {} : { cursor }),
    };
    return sessions.list(query);
  });
  app.get('/api/v1/sessions/:session_id', getSessionOptions, (request) => sessions.get(request.params.session_id));
  app.get('/api/v1/sessions/:session_id/timeline', getTimelineOptions, (request) => sessions.timeline(request.params.session_id));
  app.get('/api/v1/sessions/:session_id/resources', getResourcesOptions, (request) => {
    const { after } = request.query;
    return resources.history(request.params.session_id, after === undefined ? 0 : Date.parse(after));
  });
}
