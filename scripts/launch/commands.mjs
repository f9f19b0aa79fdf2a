/** The scripts of package.json, each with what Node.js runs for it; oxfmt is a package's own command. @type {Readonly<Record<string, readonly string[]>>} */
export const commands = {
  // V8's young generation would grow to three times as much and keep it (docs/performance.md).
  start: ['--max-semi-space-size=8', 'packages/supervisor/src/main.ts'],
  demo: ['scripts/demo/main.ts'],
  cli: ['packages/supervisor/src/cli/main.ts'],
  simulator: ['packages/simulator/src/main.ts'],
  bench: ['bench/main.ts'],
  chaos: ['test/chaos/main.ts'],
  'exactly-once': ['test/chaos/exactly-once/main.ts'],
  test: ['scripts/test.mjs'],
  check: ['scripts/check.mjs'],
  format: ['node_modules/oxfmt/bin/oxfmt'],
  docs: ['scripts/generate-docs.ts'],
};
