// Loaded before a test file: shortly before its time is over it says on stderr what keeps the process alive. A file whose tests have all
// passed and that does not end has left something open, and once it is killed nobody can tell any more what it was.
const timeoutMs = Number(process.env.TAP_TIMEOUT) * 1_000;
const marginMs = Math.min(5_000, timeoutMs / 2);

// What the tests fork is not under this watch.
process.execArgv = process.execArgv.filter((argument, index, all) => argument !== '--import' && all[index - 1] !== '--import');

if (timeoutMs > marginMs) {
  setTimeout(() => {
    process.stderr.write(
      `Still open ${marginMs / 1_000} s before the end of its time: ${process.getActiveResourcesInfo().join(', ') || 'nothing'}\n`,
    );
  }, timeoutMs - marginMs).unref();
}
