import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Makes the workers' working directory. Puppeteer looks for a configuration from there upwards, and one that cannot be read in the folder
 * from which the service was started ended every session; the file that it finds first here says nothing, and ends the search.
 */
export function preparedWorkingDir(folder: string): string {
  const configuration = join(folder, '.puppeteerrc.json');
  if (existsSync(configuration)) return folder;
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  writeFileSync(configuration, '{}\n', { mode: 0o600 });
  return folder;
}
