import { existsSync } from 'node:fs';

const APT_ENV = { DEBIAN_FRONTEND: 'noninteractive' };
const WAIT_FOR_LOCK = ['-o', 'DPkg::Lock::Timeout=300'];

/**
 * Installs a Debian package when this machine has apt and we are root; returns the output when that failed, else undefined.
 * @param {string} name @param {Pick<import('./step.mjs').Context, 'exec' | 'isRoot'>} context
 */
export async function installDebianPackage(name, { exec, isRoot }) {
  if (!isRoot || !existsSync('/usr/bin/apt-get')) return undefined;
  // An install that was interrupted leaves packages unpacked and apt refuses to go on; with nothing to mend this does nothing.
  await exec('dpkg', ['--configure', '-a'], APT_ENV);
  const install = [...WAIT_FOR_LOCK, 'install', '-y', '--no-install-recommends', name];
  const update = await exec('apt-get', [...WAIT_FOR_LOCK, 'update'], APT_ENV);
  const result = await exec('apt-get', install, APT_ENV);
  return result.code === 0 ? undefined : `${update.code === 0 ? '' : `${update.output}\n`}${result.output}`;
}
