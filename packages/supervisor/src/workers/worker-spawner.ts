import { fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { closeSync, mkdirSync, openSync, renameSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { WorkerInit } from '@whatsapp-service/shared/ipc/worker-init.ts';
import { identify } from '@whatsapp-service/shared/process/process-identity.ts';
import type { ProcessIdentity } from '@whatsapp-service/shared/process/process-identity.ts';
import { preparedWorkingDir } from './working-dir.ts';
import { WorkerNotStarted } from '../supervisor-errors.ts';

/** How a worker process ended. */
export interface WorkerExit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** A worker process that was started. */
export interface WorkerHandle {
  readonly identity: ProcessIdentity;
  readonly exited: Promise<WorkerExit>;
}

/** Starts worker processes; only this folder knows how. */
export interface WorkerSpawner {
  /** Calls `onProcess` before the worker is told anything; throws WorkerNotStarted where the system gives no process. */
  spawn(init: WorkerInit, onProcess: (identity: ProcessIdentity) => void): WorkerHandle;
}

export interface ForkSpawnerOptions {
  /** The worker's entry file. */
  readonly entry: string;
  /** Each session's output goes to a file here: a pipe would break as soon as the supervisor is gone. */
  readonly logDir: string;
  readonly compileCacheDir: string;
  /** Where the workers run: a folder of its own, made where it is missing. */
  readonly workingDir: string;
  readonly env: NodeJS.ProcessEnv;
}

/** What a worker may see of our environment: no setting and no secret. */
const passedVariables = ['PATH', 'HOME', 'TMPDIR', 'LANG', 'LC_ALL', 'LC_CTYPE', 'TZ', 'FONTCONFIG_PATH'];
const maxLogBytes = 5 * 1024 * 1024;
/** A worker makes little garbage at a time: V8's 16 MB of young generation, once touched, are never given back (docs/performance.md). */
const nodeFlags = ['--max-semi-space-size=1'];

/** The spawner of the real service: a fork in a process group of its own. */
export class ForkSpawner implements WorkerSpawner {
  readonly #options: ForkSpawnerOptions;

  constructor(options: ForkSpawnerOptions) {
    this.#options = options;
    mkdirSync(options.logDir, { recursive: true, mode: 0o700 });
  }

  spawn(init: WorkerInit, onProcess: (identity: ProcessIdentity) => void): WorkerHandle {
    const log = openLog(this.#options.logDir, init.sessionId);
    try {
      const child = fork(this.#options.entry, [], {
        cwd: preparedWorkingDir(this.#options.workingDir),
        detached: true,
        execArgv: nodeFlags,
        stdio: ['ignore', log, log, 'ipc'],
        env: this.#environment(),
      });
      return handleOf(child, init, onProcess);
    } finally {
      closeSync(log);
    }
  }

  #environment(): NodeJS.ProcessEnv {
    // glibc keeps an arena of freed memory for each thread; one does for a process that mostly waits.
    const env: NodeJS.ProcessEnv = { NODE_COMPILE_CACHE: this.#options.compileCacheDir, MALLOC_ARENA_MAX: '1' };
    for (const name of passedVariables) {
      if (this.#options.env[name] !== undefined) env[name] = this.#options.env[name];
    }
    return env;
  }
}

function handleOf(child: ChildProcess, init: WorkerInit, onProcess: (identity: ProcessIdentity) => void): WorkerHandle {
  const exited = new Promise<WorkerExit>((resolve) => {
    child.once('exit', (code, signal) => {
      resolve({ code, signal });
    });
    // Also raised when the one message cannot be sent because the child has ended already: exit follows.
    child.on('error', () => undefined);
  });
  const identity = child.pid === undefined ? undefined : identify(child.pid);
  if (child.pid === undefined || identity === undefined) {
    throw new WorkerNotStarted(init.sessionId);
  }
  try {
    onProcess(identity);
  } catch (error) {
    // Nobody would find it again.
    child.kill('SIGKILL');
    throw error;
  }
  child.send(init, () => undefined);
  return { identity, exited };
}

/** The session's log file, opened to append; one older file is kept. A disk that refuses it costs the log and not the session. */
function openLog(folder: string, sessionId: string): number {
  const path = join(folder, `${sessionId}.log`);
  try {
    if (statSync(path).size > maxLogBytes) renameSync(path, `${path}.1`);
  } catch {
    // No file yet.
  }
  try {
    return openSync(path, 'a', 0o600);
  } catch {
    return openSync('/dev/null', 'a');
  }
}
