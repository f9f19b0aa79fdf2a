import { mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { withDeadline } from '@whatsapp-service/shared/time/with-deadline.ts';
import type { Evidence } from './page-evidence.ts';
import { redact } from './redact.ts';

export interface BundleContent {
  readonly sessionId: string;
  readonly phase: string;
  readonly exitCode: number;
  readonly why: string;
  readonly evidence: Evidence;
  readonly versions: Readonly<Record<string, string>>;
  /** Undefined where there is no page, or where it could show messages. */
  readonly screenshot: (() => Promise<Uint8Array>) | undefined;
}

const keptBundles = 5;
const screenshotTimeoutMs = 2_000;
const maxScreenshotBytes = 1024 * 1024;

/** Writes what is known of a failed start into the folder, and removes what is older than the last five. */
export async function writeBundle(folder: string, content: BundleContent): Promise<void> {
  const { sessionId, phase, exitCode, why, evidence, versions } = content;
  const time = new Date().toISOString();
  const bundle = {
    session_id: sessionId,
    time,
    phase,
    exit_code: exitCode,
    why: redact(why),
    ...evidence,
    versions,
    screenshot_png_base64: await takeScreenshot(content.screenshot),
  };
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const name = `${time.replaceAll(/[-:.]/g, '')}.json`;
  await writeFile(join(folder, `${name}.tmp`), JSON.stringify(bundle, null, 2), { mode: 0o600 });
  await rename(join(folder, `${name}.tmp`), join(folder, name));
  const names = (await readdir(folder)).toSorted();
  for (const old of names.slice(0, -keptBundles)) await rm(join(folder, old), { force: true });
}

async function takeScreenshot(screenshot: BundleContent['screenshot']): Promise<string | null> {
  if (screenshot === undefined) return null;
  try {
    const png = await withDeadline(screenshot(), screenshotTimeoutMs, 'The screenshot of a failed start');
    return png.byteLength > maxScreenshotBytes ? null : Buffer.from(png).toString('base64');
  } catch {
    // The page may be what failed.
    return null;
  }
}
