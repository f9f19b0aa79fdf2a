import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { tmpdir } from 'node:os';
import { findBrowser } from '../../config/find-browser.ts';
import type { Settings } from '../../config/settings.ts';
import { tryProgram } from '../../workers/try-program.ts';
import type { ProgramTrial } from '../../workers/try-program.ts';
import { fault, ok, warning } from './finding.ts';
import type { Finding } from './finding.ts';

type BrowserSettings = Pick<Settings, 'chromiumPath' | 'chromiumSandbox'>;

/** A browser on a busy machine takes some seconds. */
const versionMs = 10_000;
const launchMs = 30_000;

/** Whether there is a browser, and whether it comes up as the sessions start it, with the sandbox that the settings ask for. */
export async function checkBrowser(settings: BrowserSettings, env: Readonly<Record<string, string | undefined>>): Promise<Finding[]> {
  const path = pathOf(settings, env);
  if (typeof path !== 'string') return [path];
  const version = await tryProgram(path, ['--version'], versionMs);
  if (version.code !== 0) {
    return [
      fault(
        'chromium',
        `${path} does not say its version: ${reasonIn(version)}`,
        'Run "npm run setup" anew, or set CHROMIUM_PATH to a browser that starts.',
      ),
    ];
  }
  const found = `${version.stdout.trim()}, ${path}`;
  const launched = await launch(path, settings.chromiumSandbox);
  if (launched.code === 0) return [ok('chromium', found), sandboxFinding(settings)];
  if (settings.chromiumSandbox && (await launch(path, false)).code === 0) return [ok('chromium', found), sandboxFault(launched)];
  return [
    fault(
      'chromium',
      `${path} does not open a page: ${reasonIn(launched)}`,
      'Install what it misses ("npm run setup"), or set CHROMIUM_PATH to another one.',
    ),
  ];
}

function pathOf(settings: BrowserSettings, env: Readonly<Record<string, string | undefined>>): string | Finding {
  try {
    return findBrowser(settings, env).path;
  } catch (error) {
    return fault(
      'chromium',
      error instanceof Error ? error.message : String(error),
      'Run "npm run setup", or set CHROMIUM_PATH to a Chromium.',
    );
  }
}

async function launch(path: string, sandbox: boolean): Promise<ProgramTrial> {
  const profile = await mkdtemp(join(tmpdir(), 'whatsapp-service-doctor-'));
  try {
    const args = [
      '--headless',
      '--disable-gpu',
      '--disable-dev-shm-usage',
      '--no-first-run',
      `--user-data-dir=${profile}`,
      '--dump-dom',
      'about:blank',
    ];
    return await tryProgram(path, sandbox ? args : ['--no-sandbox', ...args], launchMs);
  } finally {
    await rm(profile, { recursive: true, force: true, maxRetries: 5 });
  }
}

function sandboxFinding({ chromiumSandbox }: BrowserSettings): Finding {
  if (chromiumSandbox) return ok('sandbox', 'The browsers run in their sandbox.');
  return warning(
    'sandbox',
    'The browsers run without their sandbox: a page that breaks out of one has the rights of the service.',
    sandboxOffRemedy(),
  );
}

function sandboxOffRemedy(): string {
  return process.getuid?.() === 0
    ? 'Run the service as a user of its own rather than as root.'
    : 'Take CHROMIUM_SANDBOX=off out of the settings.';
}

function sandboxFault(trial: ProgramTrial): Finding {
  return fault(
    'sandbox',
    `The browser starts only without its sandbox: ${reasonIn(trial)}`,
    'Allow unprivileged user namespaces (sysctl kernel.unprivileged_userns_clone=1, or AppArmor’s rule on Ubuntu; a seccomp profile in a container), or set CHROMIUM_SANDBOX=off.',
  );
}

/** The line of a browser's output that says most. */
function reasonIn({ code, stderr }: ProgramTrial): string {
  const lines = stderr.split('\n').filter((line) => line.trim() !== '');
  const line = lines.find((each) => /sandbox|FATAL|error while loading/i.test(each)) ?? lines.at(-1);
  return line?.trim().slice(0, 300) ?? `it ended with code ${code}`;
}
