import { readFileSync, readlinkSync } from 'node:fs';

/** Within what a pid and a start time name a process: one boot of the machine, and one container. */
export function pidSpace(): string {
  return `${readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()} ${readlinkSync('/proc/self/ns/pid')}`;
}
