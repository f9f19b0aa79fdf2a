import type { ChildProcess } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { copyFile, mkdir, mkdtemp, readdir, readFile, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

import { djangoRoot, endProcess, manageDjango, spawnDjango, type CommandResult } from './django-command.ts';
import { freePort } from '../../scripts/service/free-port.ts';

const schemaCache = join(import.meta.dirname, '../../.tools/django-schema');
const startTimeoutMs = 30_000;
const answerTimeoutMs = 5_000;
const portAttempts = 5;

/** One entry of Django's list, in the form that `manage.py load_sessions` reads. */
export type DjangoSession = {
  session_id: string;
  user_id: number;
  instance_name?: string;
  status?: 'connected' | 'qr_required' | 'connecting' | 'disconnected';
  is_active?: boolean;
};

/** `extraEnv`: for example WHATSAPP_SERVICE_URL. `port`: to come back at the address of one that was stopped. */
export type DjangoOptions = { apiKey?: string; sessions?: DjangoSession[]; extraEnv?: Record<string, string>; port?: number };

export type LoggedRequest = { method: string; path: string; status: number };

export type RunningDjango = {
  readonly baseUrl: string;
  readonly port: number;
  readonly apiKey: string;
  readonly pid: number;
  /** Its SQLite file, which is gone once it is stopped. */
  readonly databasePath: string;
  /** Replaces the whole list; users that do not exist are made. */
  setSessions(sessions: DjangoSession[]): Promise<void>;
  /** Runs a management command on the same database. */
  manage(args: string[], stdin?: string): Promise<CommandResult>;
  /** Starts one on the same database and leaves it to the caller; it ends with this process. */
  spawnCommand(args: string[]): ChildProcess;
  /** The requests that were answered since the start, without our own. */
  requests(): LoggedRequest[];
  /** Ends the server and keeps the database; resolves to what starts it again at its address. */
  interrupt(): Promise<() => Promise<void>>;
  stop(): Promise<void>;
};

/** Starts the example project on a database of its own; resolves when it answers. */
export async function startDjango(options: DjangoOptions = {}): Promise<RunningDjango> {
  const folder = await mkdtemp(join(tmpdir(), 'django-'));
  const apiKey = options.apiKey ?? 'key-of-django-for-tests';
  const env = { ...options.extraEnv, DJANGO_DB_PATH: join(folder, 'db.sqlite3'), WHATSAPP_DJANGO_API_KEY: apiKey };
  try {
    await createDatabase(env.DJANGO_DB_PATH);
    if (options.sessions?.length) await loadSessions(options.sessions, env);
    return handleOf(await startServer(env, apiKey, options.port), apiKey, env, folder);
  } catch (error) {
    await rm(folder, { recursive: true, force: true });
    throw error;
  }
}

type Env = Record<string, string> & { DJANGO_DB_PATH: string };
type Server = { child: ChildProcess; pid: number; port: number; baseUrl: string; log: () => string };

function handleOf(first: Server, apiKey: string, env: Env, folder: string): RunningDjango {
  let server = first;
  const before = requestsIn(server.log()).length;
  let stopped: Promise<void> | undefined;
  return {
    baseUrl: server.baseUrl,
    port: server.port,
    apiKey,
    get pid() {
      return server.pid;
    },
    databasePath: env.DJANGO_DB_PATH,
    setSessions: (sessions) => loadSessions(sessions, env),
    manage: (args, stdin) => manageDjango(args, env, stdin),
    spawnCommand: (args) => spawnDjango(args, env),
    requests: () => requestsIn(server.log()).slice(before),
    interrupt: async () => {
      await endProcess(server.child);
      return async () => {
        server = await startServer(env, apiKey, first.port);
      };
    },
    stop: () => (stopped ??= endProcess(server.child).then(() => rm(folder, { recursive: true, force: true }))),
  };
}

async function startServer(env: Record<string, string>, apiKey: string, port?: number): Promise<Server> {
  for (let attempt = 1; ; attempt += 1) {
    const server = launch(env, port ?? (await freePort()));
    try {
      await answering(server, apiKey);
      return server;
    } catch (error) {
      await endProcess(server.child);
      // Between finding a free port and taking it, somebody else can be quicker.
      const isTaken = server.log().includes('port is already in use');
      if (!isTaken || port !== undefined || attempt === portAttempts) throw error;
    }
  }
}

function launch(env: Record<string, string>, port: number): Server {
  const child = spawnDjango(['runserver', '--noreload', `127.0.0.1:${port}`], env);
  if (child.pid === undefined) throw new Error('Python could not be started: setpriv (util-linux) or /usr/bin/python3 is missing.');
  let log = '';
  child.stdin?.end();
  child.stdout?.on('data', (chunk: Buffer) => (log += chunk));
  child.stderr?.on('data', (chunk: Buffer) => (log += chunk));
  return { child, pid: child.pid, port, baseUrl: `http://127.0.0.1:${port}`, log: () => log };
}

/** Resolves when the server has answered and logged the answer, so that ours is told apart from later ones. */
async function answering(server: Server, apiKey: string): Promise<void> {
  const deadline = Date.now() + startTimeoutMs;
  let isAnswered = false;
  while (Date.now() < deadline && server.child.exitCode === null) {
    isAnswered ||= await answers(server.baseUrl, apiKey);
    if (isAnswered && requestsIn(server.log()).length > 0) return;
    await delay(20);
  }
  throw new Error(`Django did not answer at ${server.baseUrl} within ${startTimeoutMs} ms:\n${server.log()}`);
}

async function answers(baseUrl: string, apiKey: string): Promise<boolean> {
  const url = `${baseUrl}/api/v1/sessions/active-sessions/`;
  try {
    const response = await fetch(url, { headers: { 'x-api-key': apiKey }, signal: AbortSignal.timeout(answerTimeoutMs) });
    await response.text();
    return response.ok;
  } catch {
    return false;
  }
}

async function loadSessions(sessions: DjangoSession[], env: Record<string, string>): Promise<void> {
  const result = await manageDjango(['load_sessions', '--replace', '--create-users'], env, JSON.stringify(sessions));
  if (result.code !== 0) throw new Error(`Django did not take the sessions: ${result.stderr}`);
}

/** Copies an empty database that is made once a schema and version of Django: migrating takes longer than the rest of a start. */
async function createDatabase(path: string): Promise<void> {
  const folder = join(djangoRoot, 'whatsapp/migrations');
  const hash = createHash('sha256').update((await manageDjango(['version'])).stdout);
  const files = (await readdir(folder)).filter((name) => name.endsWith('.py')).toSorted();
  for (const file of files) hash.update(await readFile(join(folder, file)));
  const template = join(schemaCache, `${hash.digest('hex').slice(0, 16)}.sqlite3`);
  if (!existsSync(template)) {
    await mkdir(schemaCache, { recursive: true });
    const fresh = `${template}.${process.pid}`;
    const result = await manageDjango(['migrate', '--verbosity', '0'], { DJANGO_DB_PATH: fresh });
    if (result.code !== 0) throw new Error(`Django could not create its tables: ${result.stderr}`);
    await rename(fresh, template);
  }
  await copyFile(template, path);
}

function requestsIn(log: string): LoggedRequest[] {
  const lines = log.matchAll(/"([A-Z]+) (\S+) HTTP\/[\d.]+" (\d{3})/g);
  return [...lines].map(([, method = '', path = '', status = '']) => ({ method, path, status: Number(status) }));
}
