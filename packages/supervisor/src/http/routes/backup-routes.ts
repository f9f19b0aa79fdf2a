import { cursorOf, idOfCursor } from '../cursor.ts';
import type { RouteContext, TypedApp } from '../route-context.ts';
import { commandErrors, errors, json } from '../schemas/answers.ts';
import { Backup, BackupInput, BackupList, BackupListQuery, BackupPath, BackupsBegun, BackupVerified } from '../schemas/backup-schemas.ts';
import { ref } from '../schemas/schema-parts.ts';
import { Session } from '../schemas/session-schemas.ts';
import { refuseBody } from '../validation/refuse-body.ts';

const tags = ['Backups'];
const params = BackupPath;
const path = '/api/v1/backups/:backup_id';
/** Longer than the job may take. */
const handlerTimeout = 300_000;

const createOptions = {
  handlerTimeout,
  schema: {
    operationId: 'createBackup',
    tags,
    summary: 'Back up the login of a session, or of all',
    description: 'Sessions go on meanwhile. One that was connected less than 10 s ago is waited for until its link is on the disk.',
    body: BackupInput,
    response: {
      201: json(ref(Backup), 'The backup of the session.'),
      202: json(ref(BackupsBegun), 'Without `session_id`: the backups are being made.'),
      ...commandErrors(
        'SUP_SESSION_NOT_FOUND',
        'SUP_NOTHING_TO_BACK_UP',
        'SUP_BACKUP_RUNNING',
        'SUP_BACKUP_FOLDER_TAKEN',
        'SUP_BACKUP_FAILED',
        'SUP_HANDLER_TIMEOUT',
      ),
    },
  },
};

const listOptions = {
  schema: {
    operationId: 'listBackups',
    tags,
    summary: 'List backups, the newest first',
    querystring: BackupListQuery,
    response: { 200: json(ref(BackupList), 'A page of backups.'), ...errors('SUP_CURSOR_INVALID') },
  },
};

const getOptions = {
  schema: {
    operationId: 'getBackup',
    tags,
    summary: 'Read what a backup is',
    params,
    response: { 200: json(ref(Backup), 'The backup.'), ...errors('SUP_BACKUP_NOT_FOUND') },
  },
};

const readErrors = ['SUP_BACKUP_NOT_FOUND', 'SUP_BACKUP_UNUSABLE', 'SUP_BACKUP_KEY_WRONG', 'SUP_BACKUP_FAILED'] as const;

const verifyOptions = {
  handlerTimeout,
  preValidation: refuseBody,
  schema: {
    operationId: 'verifyBackup',
    tags,
    summary: 'Read a backup to its end and check all of it',
    params,
    response: { 200: json(ref(BackupVerified), 'It is well.'), ...commandErrors(...readErrors, 'SUP_HANDLER_TIMEOUT') },
  },
};

const restoreOptions = {
  handlerTimeout,
  preValidation: refuseBody,
  schema: {
    operationId: 'restoreBackup',
    tags,
    summary: 'Put a backup in the place of the profile of its session',
    description:
      'The session has to be stopped, and stays so; where there is none of that id, it is created. The profile that was there moves to the quarantine. The whole backup is checked before anything is changed.',
    params,
    response: {
      200: json(ref(Session), 'The session; start it to use the login.'),
      ...commandErrors(...readErrors, 'SUP_SESSION_NOT_STOPPED', 'SUP_SESSION_BUSY', 'SUP_TOO_MANY_SESSIONS', 'SUP_HANDLER_TIMEOUT'),
    },
  },
};

const deleteOptions = {
  preValidation: refuseBody,
  schema: {
    operationId: 'deleteBackup',
    tags,
    summary: 'Delete a backup',
    params,
    response: { 204: { description: 'Deleted.' }, ...commandErrors('SUP_BACKUP_NOT_FOUND', 'SUP_BACKUP_FOLDER_TAKEN') },
  },
};

/** Backups of the sessions' logins. */
export function addBackupRoutes(app: TypedApp, { backups, basePath, sessions }: RouteContext): void {
  app.post('/api/v1/backups', createOptions, async (request, reply) => {
    const { session_id: sessionId } = request.body;
    if (sessionId === undefined) return reply.code(202).send({ sessions: await backups.createAll() });
    const backup = await backups.create(sessionId);
    return reply.code(201).header('location', `${basePath}/api/v1/backups/${backup.id}`).send(backup);
  });
  app.get('/api/v1/backups', listOptions, async (request) => {
    const { session_id: sessionId, limit = 100, cursor } = request.query;
    const page = await backups.list({ limit, after: idOfCursor(cursor), ...(sessionId === undefined ? {} : { sessionId }) });
    return { backups: page.backups, next_cursor: cursorOf(page.last) };
  });
  app.get(path, getOptions, async (request) => backups.get(request.params.backup_id));
  app.post(`${path}/verify`, verifyOptions, async (request) => backups.verify(request.params.backup_id));
  app.post(`${path}/restore`, restoreOptions, async (request) => sessions.get(await backups.restore(request.params.backup_id)));
  app.delete(path, deleteOptions, async (request, reply) => {
    await backups.remove(request.params.backup_id);
    return reply.code(204).send();
  });
}
