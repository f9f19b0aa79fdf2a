import { settingsChange, settingsView } from '../client-settings.ts';
import { workerAnswerTimeoutMs } from '../limits.ts';
import type { RouteContext, TypedApp } from '../route-context.ts';
import type { SessionsPort } from '../services.ts';
import { commandErrors, errors, json, workerAnswerErrors } from '../schemas/answers.ts';
import * as schemas from '../schemas/profile-schemas.ts';
import { ref, SessionPath } from '../schemas/schema-parts.ts';
import { refuseBody } from '../validation/refuse-body.ts';

const tags = ['Profile'];
const handlerTimeout = workerAnswerTimeoutMs;
const base = '/api/v1/sessions/:session_id';
const done = { 204: { description: 'Done.' } };
const params = SessionPath;

const getOptions = {
  handlerTimeout,
  schema: {
    operationId: 'getProfile',
    tags,
    summary: 'The account as others see it',
    params,
    response: { 200: json(ref(schemas.Profile), 'The profile.'), ...errors(...workerAnswerErrors) },
  },
};

const changeOptions = {
  handlerTimeout,
  schema: {
    operationId: 'changeProfile',
    tags,
    summary: 'Change name and about',
    description: 'The about first: where the name cannot be changed, the about is already.',
    params,
    body: schemas.ProfileChangeInput,
    response: { 200: json(ref(schemas.Profile), 'The profile as it is now.'), ...commandErrors(...workerAnswerErrors, 'WRK_NAME_FIXED') },
  },
};

const removePictureOptions = {
  handlerTimeout,
  preValidation: refuseBody,
  schema: {
    operationId: 'removeProfilePicture',
    tags,
    summary: 'Take the profile picture away',
    params,
    response: { ...done, ...commandErrors(...workerAnswerErrors, 'WRK_PICTURE_REFUSED') },
  },
};

const presenceOptions = {
  handlerTimeout,
  schema: {
    operationId: 'setPresence',
    tags,
    summary: 'Show the account as online, or not',
    params,
    body: schemas.PresenceInput,
    response: { ...done, ...commandErrors(...workerAnswerErrors) },
  },
};

const settingsOptions = {
  handlerTimeout,
  schema: {
    operationId: 'getClientSettings',
    tags,
    summary: 'What WhatsApp Web does by itself',
    params,
    response: { 200: json(ref(schemas.ClientSettingsView), 'The settings.'), ...errors(...workerAnswerErrors) },
  },
};

const changeSettingsOptions = {
  handlerTimeout,
  schema: {
    operationId: 'changeClientSettings',
    tags,
    summary: 'Change what WhatsApp Web does by itself',
    params,
    body: schemas.ClientSettingsInput,
    response: { 200: json(ref(schemas.ClientSettingsView), 'The settings as they are now.'), ...commandErrors(...workerAnswerErrors) },
  },
};

/** The account's own profile, and the settings of its client. */
export function addProfileRoutes(app: TypedApp, { sessions }: RouteContext): void {
  // Not the request's own signal, which is aborted once the body has been read.
  const inTime = () => AbortSignal.timeout(workerAnswerTimeoutMs);
  app.get(`${base}/profile`, getOptions, async ({ params: { session_id }, signal }) => profileOf(sessions, session_id, signal));
  app.patch(`${base}/profile`, changeOptions, async ({ params: { session_id }, body: { name, about } }) => {
    const signal = inTime();
    if (about !== undefined) await sessions.ask(session_id, 'profile.set_about', { about }, signal);
    if (name !== undefined) await sessions.ask(session_id, 'profile.set_name', { name }, signal);
    return profileOf(sessions, session_id, signal);
  });
  app.delete(`${base}/profile/picture`, removePictureOptions, async ({ params: { session_id } }, reply) => {
    await sessions.ask(session_id, 'profile.remove_picture', {}, inTime());
    return reply.code(204).send();
  });
  app.put(`${base}/presence`, presenceOptions, async ({ params: { session_id }, body: { presence } }, reply) => {
    await sessions.ask(session_id, 'presence.set', { available: presence === 'available' }, inTime());
    return reply.code(204).send();
  });
  app.get(`${base}/client-settings`, settingsOptions, async ({ params: { session_id }, signal }) =>
    settingsView(await sessions.ask(session_id, 'settings.get', {}, signal)),
  );
  app.patch(`${base}/client-settings`, changeSettingsOptions, async ({ params: { session_id }, body }) =>
    settingsView(await sessions.ask(session_id, 'settings.set', settingsChange(body), inTime())),
  );
}

async function profileOf(sessions: SessionsPort, sessionId: string, signal: AbortSignal) {
  const { pictureUrl, webVersion, ...profile } = await sessions.ask(sessionId, 'profile.get', {}, signal);
  return { ...profile, picture_url: pictureUrl, web_version: webVersion };
}
