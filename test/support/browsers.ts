import { join } from 'node:path';
import { findChromium, findFullChromium } from '@whatsapp-service/shared/chromium/find-chromium.mjs';
import type { FoundChromium } from '@whatsapp-service/shared/chromium/find-chromium.mjs';

/** The browser that the service takes where nothing is chosen. */
export const serviceBrowser: FoundChromium = found();

/** A full Chromium, where this machine has one: without root the set-up of the tests cannot install it. */
export const fullChromium: FoundChromium | undefined = findFullChromium();

/** Why tests with a full Chromium are left out; false where they are not. */
export const withoutFullChromium = fullChromium === undefined ? 'there is no full Chromium: apt-get install chromium' : false;

function found(): FoundChromium {
  const browser = findChromium({ env: process.env, browsersDir: join(import.meta.dirname, '../../.tools/browsers') });
  if (browser === undefined) throw new Error('There is no Chromium; npm run setup installs one.');
  return browser;
}
