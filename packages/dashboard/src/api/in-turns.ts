/**
 * Has `ask` run once at a time, so that no answer comes over a newer one. Whoever asks meanwhile has it run once more: the answer under way
 * may be of before what they know of.
 */
export function inTurns(ask: () => Promise<void>): () => Promise<void> {
  let running: Promise<void> | undefined;
  let isWanted = false;
  const run = async (): Promise<void> => {
    try {
      do {
        isWanted = false;
        await ask();
      } while (isWanted);
    } finally {
      running = undefined;
    }
  };
  return async () => {
    isWanted = true;
    running ??= run();
    await running;
  };
}
