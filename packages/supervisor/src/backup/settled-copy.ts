/** The files of a profile and their sizes, by their paths. */
export type FileSizes = ReadonlyMap<string, number>;

/** Whether a copy made between two looks at a profile is of one moment: its databases had the same files, of which only logs grew. */
export function isSettled(before: FileSizes, after: FileSizes): boolean {
  for (const [path, size] of before) {
    const now = after.get(path);
    if (now === undefined) return false;
    if (isLog(path) ? now < size : now !== size) return false;
  }
  // A file beside the databases (the bytes of a picture, say) that has come meanwhile is named by no entry that was copied.
  return [...after.keys()].every((path) => before.has(path) || !isOfDatabase(path));
}

function isOfDatabase(path: string): boolean {
  return /(^|[./])leveldb\/[^/]+$/.test(path);
}

function isLog(path: string): boolean {
  return isOfDatabase(path) && /\/\d+\.log$/.test(path);
}
