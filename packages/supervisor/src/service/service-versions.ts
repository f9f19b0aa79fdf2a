import type { ServiceInfo } from '@whatsapp-service/shared/api/service-info.ts';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { FoundChromium } from '@whatsapp-service/shared/chromium/find-chromium.mjs';
import { projectRoot } from '../config/project-root.ts';

/** The versions that decide how the service behaves; the worker's library is looked up where the worker finds it. */
export function serviceVersions(workerEntry: string, browser: FoundChromium): ServiceInfo['versions'] {
  return {
    service: versionIn(join(projectRoot, 'packages/supervisor/package.json')),
    node: process.version,
    whatsapp_web_js: versionIn(createRequire(workerEntry).resolve('whatsapp-web.js/package.json')),
    browser: browser.kind,
  };
}

function versionIn(path: string): string {
  const manifest: unknown = JSON.parse(readFileSync(path, 'utf8'));
  const version: unknown = typeof manifest === 'object' && manifest !== null ? Reflect.get(manifest, 'version') : undefined;
  return typeof version === 'string' ? version : 'unknown';
}
