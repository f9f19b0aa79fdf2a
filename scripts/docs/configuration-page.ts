import { settingGroups } from './setting-rows.ts';
import { table } from './markdown.ts';

const head = `# Configuration

Settings come from the environment and from a file \`.env\` in the project's folder; the environment wins. \`.env.example\` lists all of them.
\`ENV_FILE\`, in the environment alone, names another file (\`/dev/null\`: none). An empty value counts as none. A relative folder is relative to
the project's folder, whatever the working directory, and \`~/\` is the home folder. A bad value stops the start with one sentence that names the
setting and what is allowed; the value of a secret is never shown.

This page is made of the settings' schema by \`npm run docs\`.
`;

/** docs/configuration.md. */
export function configurationPage(): string {
  const parts = [head];
  for (const [group, rows] of settingGroups()) {
    const cells = rows.map((row) => [`\`${row.name}\``, row.description, row.defaultText, row.allowed]);
    parts.push(`## ${group}\n\n${table(['Setting', 'Meaning', 'Default', 'Allowed'], cells)}`);
  }
  return parts.join('\n');
}
