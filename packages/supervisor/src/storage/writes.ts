/** What a write does once it is committed: it announces itself, where somebody listens. */
export type Announce = () => void;

/** The way to the disk for everything that has to outlive the process. */
export interface Writes {
  /**
   * Runs the write, now or, where the disk refuses, later and in its order. Of the writes with one key only the newest is made.
   * What `run` returns is called once the write is committed.
   */
  write(run: () => Announce | undefined, key?: string): void;
  /** The same within a few milliseconds, together with others: a flush of the disk for each holds up the whole process. */
  writeSoon(run: () => Announce | undefined, key?: string): void;
}

/** Each write at once, and its error to the caller: for a store on its own. */
export const directWrites: Writes = {
  write(run) {
    run()?.();
  },
  writeSoon(run) {
    run()?.();
  },
};

/** Makes a write now or never: false where the disk refuses it, and then it is not made later either. */
export function commitNow(writes: Writes, run: () => void): boolean {
  let isCommitted = false;
  let isGivenUp = false;
  writes.write(() => {
    if (isGivenUp) return undefined;
    run();
    return () => {
      isCommitted = true;
    };
  });
  isGivenUp = !isCommitted;
  return isCommitted;
}
