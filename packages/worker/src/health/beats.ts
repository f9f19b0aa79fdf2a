import type { PassingEvent, Phase } from '@whatsapp-service/shared/ipc/facts.ts';

export interface BeatsOptions {
  readonly intervalMs: number;
  readonly phase: () => Phase;
  readonly rssBytes: () => number;
  readonly pass: (event: PassingEvent) => void;
}

/** Says at once and then each `intervalMs` that this process is alive; the returned function ends it. */
export function startBeats(options: BeatsOptions): () => void {
  function beat(): void {
    options.pass({ type: 'beat', phase: options.phase(), rssBytes: options.rssBytes() });
  }
  beat();
  const timer = setInterval(beat, options.intervalMs);
  return () => {
    clearInterval(timer);
  };
}
