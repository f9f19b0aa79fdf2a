import { join } from 'node:path';

/** The project's folder: relative folders of the settings begin there, whatever the working directory. */
export const projectRoot = join(import.meta.dirname, '../../../..');
