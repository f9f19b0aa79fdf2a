import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** The project's folder: relative folders of the settings begin there, whatever the working directory. */
export const projectRoot = folderWith('pnpm-workspace.yaml', import.meta.dirname);

/** Looked for, since this file may run as it is or within a bundle that lies elsewhere. */
function folderWith(file: string, folder: string): string {
  if (existsSync(join(folder, file))) return folder;
  if (dirname(folder) === folder) throw new Error(`No folder above ${import.meta.dirname} has ${file}: the installation is not whole.`);
  return folderWith(file, dirname(folder));
}
