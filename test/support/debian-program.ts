import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { debianFolder } from '../../scripts/bootstrap/proxies.mjs';
import { projectFolder } from './deploy-image.ts';

/** A program of Debian's, installed or unpacked by the set-up. */
export interface DebianProgram {
  /** Runs it to its end; what it wrote to both outputs is in `output`. */
  readonly run: (...args: string[]) => { code: number | null; output: string };
}

/** Finds a program of Debian's; undefined where the set-up could not bring it. */
export function debianProgram(name: string): DebianProgram | undefined {
  const unpacked = debianFolder(projectFolder);
  const path = [join('/usr/sbin', name), join(unpacked, 'usr/sbin', name)].find((each) => existsSync(each));
  if (path === undefined) return undefined;
  const libraries = path.startsWith(unpacked) ? { LD_LIBRARY_PATH: librariesIn(unpacked) } : {};
  return {
    run: (...args) => {
      const { status, stdout, stderr } = spawnSync(path, args, {
        encoding: 'utf8',
        timeout: 20_000,
        env: { ...process.env, ...libraries },
      });
      return { code: status, output: `${stdout}${stderr}` };
    },
  };
}

function librariesIn(folder: string): string {
  const triplet = process.arch === 'arm64' ? 'aarch64-linux-gnu' : 'x86_64-linux-gnu';
  return ['usr/lib', 'lib'].map((lib) => join(folder, lib, triplet)).join(':');
}
