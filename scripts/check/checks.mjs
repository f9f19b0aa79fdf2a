/** What `npm run check` runs, each with the Node.js program that does it. @type {readonly { name: string, args: readonly string[] }[]} */
export const checks = [
  // Each further checker would look at the types of the libraries anew.
  { name: 'types', args: ['node_modules/typescript/bin/tsc', '-b', '--checkers', '1', '--pretty'] },
  { name: 'lint and import rules', args: ['node_modules/oxlint/bin/oxlint', '--type-aware', '--deny-warnings'] },
  { name: 'format', args: ['node_modules/oxfmt/bin/oxfmt', '--check'] },
  { name: 'unused code', args: ['node_modules/knip/bin/knip.js', '--no-progress', '--no-config-hints'] },
];
