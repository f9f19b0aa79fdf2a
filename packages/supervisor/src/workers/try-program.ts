import { spawn } from 'node:child_process';

/** How a program ended that was only tried. */
export interface ProgramTrial {
  /** Null where it could not be started, or was ended at its deadline. */
  readonly code: number | null;
  readonly stdout: string;
  /** What it wrote to the standard error, or why it did not start or end. */
  readonly stderr: string;
}

/** Of each output; more than this nobody reads. */
const maxOutputCharacters = 1024 * 1024;

/** The groups of what runs; each has its first process's number. */
const groups = new Set<number>();

/** Runs a program to its end, without a shell and without input; at its deadline it is killed with all that it has started. */
export async function tryProgram(path: string, args: readonly string[], timeoutMs: number): Promise<ProgramTrial> {
  return new Promise((resolve) => {
    const child = spawn(path, args, { detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
    const outputs = { stdout: '', stderr: '' };
    let why: string | undefined;
    const { pid } = child;
    if (pid !== undefined) groups.add(pid);
    const end = (reason: string): void => {
      why ??= reason;
      if (pid !== undefined) killGroup(pid);
      // Something that left the group may still hold them.
      child.stdout.destroy();
      child.stderr.destroy();
    };
    const deadline = setTimeout(() => end(`It did not end within ${timeoutMs / 1_000} s.`), timeoutMs);
    for (const name of ['stdout', 'stderr'] as const) {
      child[name].setEncoding('utf8').on('data', (chunk: string) => {
        outputs[name] += chunk;
        if (outputs[name].length > maxOutputCharacters) end('It wrote too much.');
      });
    }
    child.once('error', (error) => {
      why = error.message;
    });
    child.once('close', (code) => {
      clearTimeout(deadline);
      if (pid !== undefined) groups.delete(pid);
      const { stdout, stderr } = outputs;
      resolve(why === undefined ? { code, stdout, stderr } : { code: null, stdout, stderr: `${stderr}\n${why}` });
    });
  });
}

/** Kills what is being tried, for a process that ends meanwhile. */
export function killTrials(): void {
  for (const group of groups) killGroup(group);
}

function killGroup(group: number): void {
  try {
    process.kill(-group, 'SIGKILL');
  } catch {
    // It has ended meanwhile.
  }
}
