import type { SessionsPort } from '../services.ts';
import { refuseBody } from '../validation/refuse-body.ts';
import type { RouteContext, TypedApp } from '../route-context.ts';
import { commandErrors, json } from '../schemas/answers.ts';
import { ref, SessionPath } from '../schemas/schema-parts.ts';
import { Session } from '../schemas/session-schemas.ts';

const tags = ['Sessions'];

const commands = [
  { name: 'start', summary: 'Start a session; one that runs stays as it is' },
  { name: 'stop', summary: 'Stop a session; it stays linked' },
  { name: 'restart', summary: 'Stop a session and start it again' },
  { name: 'logout', summary: 'Unlink the device at WhatsApp; the profile is moved aside, not deleted' },
] as const;

type Command = (typeof commands)[number];

const deleteSessionOptions = {
  config: { waitsForTurn: true },
  preValidation: refuseBody,
  schema: {
    operationId: 'deleteSession',
    tags,
    summary: 'Stop a session, log it out where that can be done, move its profile aside and forget it',
    params: SessionPath,
    response: { 202: json(ref(Session), 'It is being removed.'), ...commandErrors('SUP_SESSION_NOT_FOUND', 'SUP_SESSION_BUSY') },
  },
};

/** What is asked of a session as a whole; each answers at once with the session as it is then. */
export function addSessionCommandRoutes(app: TypedApp, { sessions }: RouteContext): void {
  for (const command of commands) addCommand(app, sessions, command);
  app.delete('/api/v1/sessions/:session_id', deleteSessionOptions, (request, reply) => {
    reply.code(202);
    return sessions.remove(request.params.session_id);
  });
}

function addCommand(app: TypedApp, sessions: SessionsPort, { name, summary }: Command): void {
  app.post(
    `/api/v1/sessions/:session_id/${name}`,
    {
      config: { waitsForTurn: true },
      preValidation: refuseBody,
      schema: {
        operationId: `${name}Session`,
        tags,
        summary,
        params: SessionPath,
        response: {
          202: json(ref(Session), 'Taken; the session as it is now.'),
          ...commandErrors('SUP_SESSION_NOT_FOUND', 'SUP_SESSION_BUSY'),
        },
      },
    },
    (request, reply) => {
      reply.code(202);
      return sessions[name](request.params.session_id);
    },
  );
}
