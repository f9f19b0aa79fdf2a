import { join } from 'node:path';

import { Stamps } from '../../scripts/bootstrap/stamps.mjs';
import type { Context } from '../../scripts/bootstrap/step.mjs';

type Answer = { code: number | null; output: string };

/** A set-up in `root` whose programs are only noted; `answer` says how each ends. */
export function contextIn(root: string, answer: (program: string, args: readonly string[]) => Answer = () => ({ code: 0, output: '' })) {
  const calls: { program: string; args: readonly string[] }[] = [];
  const context: Context = {
    root,
    env: { PATH: join(root, 'bin') },
    node: { path: process.execPath, version: process.version, own: false },
    stamps: new Stamps(join(root, 'stamps.json')),
    exec: async (program, args) => {
      calls.push({ program, args });
      return answer(program, args);
    },
    isRoot: false,
  };
  return { context, calls };
}
