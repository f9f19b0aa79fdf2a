import { join } from 'node:path';
import { findChromium } from '@whatsapp-service/shared/chromium/find-chromium.mjs';
import type { FoundChromium } from '@whatsapp-service/shared/chromium/find-chromium.mjs';
import { projectRoot } from './project-root.ts';
import type { Settings } from './settings.ts';

/** The browser that the sessions get; throws an Error with a sentence where there is none. */
export function findBrowser(
  { chromiumPath }: Pick<Settings, 'chromiumPath'>,
  env: Readonly<Record<string, string | undefined>> = process.env,
): FoundChromium {
  const browser = findChromium({ env: { ...env, CHROMIUM_PATH: chromiumPath }, browsersDir: join(projectRoot, '.tools', 'browsers') });
  if (browser === undefined) {
    throw new Error('No Chromium was found: run "npm run setup", or set CHROMIUM_PATH to one.');
  }
  return browser;
}
