import { writeSync } from 'node:fs';

/** Writes log lines to a file descriptor, each before the call returns. A disk that refuses costs the line: a session does not end for its log. */
export function outputOf(fd: number): { write(line: string): void } {
  return {
    write(line) {
      try {
        writeSync(fd, line);
      } catch {
        // The supervisor says that the disk is full; here nobody could read it.
      }
    },
  };
}
