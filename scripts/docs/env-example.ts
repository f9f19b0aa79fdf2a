import { settingGroups } from './setting-rows.ts';

const head = [
  '# Settings of whatsapp-service: copy this file to .env and take the "#" off what you change.',
  '# The environment wins over .env. Every line shows the default, or an example where there is none.',
  '# Made by "npm run docs"; docs/configuration.md says more.',
];

const lineWidth = 110;

/** .env.example: every setting, commented out. */
export function envExample(): string {
  const lines = [...head];
  for (const [group, rows] of settingGroups()) {
    lines.push('', `# --- ${group} ---`);
    for (const row of rows) {
      const note = row.defaultValue === undefined ? `${row.description} Default: ${row.defaultText}.` : row.description;
      lines.push('', ...wrapped(note).map((line) => `# ${line}`), `#${row.name}=${quoted(row.example)}`);
    }
  }
  return `${lines.join('\n')}\n`;
}

/** A value with blanks or quotes would lose them otherwise. */
function quoted(value: string): string {
  if (!/[\s"'#]/.test(value)) return value;
  return value.includes("'") ? `"${value}"` : `'${value}'`;
}

function wrapped(text: string): string[] {
  const lines: string[] = [''];
  for (const word of text.split(' ')) {
    const line = lines.at(-1) ?? '';
    if (line !== '' && line.length + word.length + 1 > lineWidth) lines.push(word);
    else lines[lines.length - 1] = line === '' ? word : `${line} ${word}`;
  }
  return lines;
}
