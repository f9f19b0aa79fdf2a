import { inspect, stripVTControlCharacters } from 'node:util';

const NOISE_LINES = 60;

/** What a person needs to mend a failing test file: each failure with its diagnostics, then what the file printed. @param {import('./run-file.mjs').FileResult} result */
export function formatFailures({ failures, noise }) {
  const parts = failures.map(({ name, diag }) => `    ✗ ${name}\n${diagnostics(diag ?? {})}`);
  if (noise !== '') parts.push(`    it printed:\n${indent(lastLines(stripVTControlCharacters(noise)), '      | ')}\n`);
  return parts.join('');
}

/** @param {Record<string, unknown>} diag */
function diagnostics(diag) {
  return Object.entries(diag)
    .filter(([, value]) => value !== undefined && value !== null)
    .map(([key, value]) => `      ${key}: ${shown(value)}\n`)
    .join('');
}

/** @param {unknown} value */
function shown(value) {
  const text = typeof value === 'string' ? value.trimEnd() : inspect(value, { depth: 6, breakLength: 100, compact: 3 });
  return text.includes('\n') ? `\n${indent(text, '        ')}` : text;
}

/** @param {string} text */
function lastLines(text) {
  const lines = text.split('\n');
  return lines.length <= NOISE_LINES ? text : ['…', ...lines.slice(-NOISE_LINES)].join('\n');
}

/** @param {string} text @param {string} by */
function indent(text, by) {
  return text.replace(/^/gm, by);
}
