import { parseArgsStringToArgv } from 'string-argv';

/** What the service sets itself: one profile shared by two sessions would destroy both, an open debugging port gives the account away. */
const reserved = ['--user-data-dir', '--remote-debugging-port', '--remote-debugging-pipe', '--remote-debugging-address'];

/** The launch arguments of a line with shell quoting, or what is wrong with it. */
export function parseChromiumArgs(line: string): { args: string[] } | { fault: string } {
  const unquoted = line.replaceAll(/"[^"]*"|'[^']*'/g, '');
  if (/["']/.test(unquoted)) return { fault: 'it has a quote that is not closed' };
  const args = parseArgsStringToArgv(line);
  for (const arg of args) {
    if (!/^--[A-Za-z0-9]/.test(arg)) return { fault: `it has "${arg}"` };
    const name = arg.split('=', 1)[0] ?? arg;
    if (reserved.includes(name)) return { fault: `it has ${name}, which the service sets itself` };
  }
  return { args };
}
