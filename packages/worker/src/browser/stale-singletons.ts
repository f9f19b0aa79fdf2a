import { rmSync } from 'node:fs';
import { join } from 'node:path';

const names = ['SingletonLock', 'SingletonCookie', 'SingletonSocket'];

/** Removes Chromium's own lock files, which also a former host or container leaves behind; call it only while holding our lock. */
export function removeStaleSingletons(profileDir: string): void {
  for (const name of names) rmSync(join(profileDir, name), { force: true });
}
