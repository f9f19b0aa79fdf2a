import { bundles } from './bundles.mjs';
import { chromium } from './chromium.mjs';
import { dashboard } from './dashboard.mjs';
import { django } from './django.mjs';
import { fullChromium } from './full-chromium.mjs';
import { nodeRuntime } from './node-runtime.mjs';
import { packages } from './packages.mjs';
import { proxies } from './proxies.mjs';
import { tapPlugins } from './tap-plugins.mjs';

const base = [nodeRuntime, packages];
const service = [...base, bundles, dashboard, chromium];

/** @type {Readonly<Record<string, readonly import('./step.mjs').Step[]>>} */
const steps = {
  check: base,
  format: base,
  docs: base,
  cli: base,
  test: [...service, fullChromium, django, proxies],
  setup: [...service, fullChromium, django, proxies, tapPlugins],
};

/** The steps of the set-up that a command needs, in order; each is skipped when it is up to date. @param {string} command */
export function stepsFor(command) {
  return steps[command] ?? service;
}
