import type { Logger } from 'pino';
import type { Phase } from '@whatsapp-service/shared/ipc/facts.ts';
import { adoptionStep } from './adoption.ts';
import { reasons } from './session-reasons.ts';
import type { SessionRun } from './session-run.ts';
import type { StateKeeper } from './state-keeper.ts';

export interface TakeoverOptions {
  readonly keeper: StateKeeper;
  readonly logger: Logger;
  readonly run: () => SessionRun | undefined;
  /** Calls back later, unless the state is left before. */
  readonly later: (callback: () => void) => void;
  /** Gives a start that is under way its deadline. */
  readonly awaitStart: () => void;
}

/** Brings a session whose worker is running already to the state that the worker is in. */
export class Takeover {
  readonly #options: TakeoverOptions;

  constructor(options: TakeoverOptions) {
    this.#options = options;
  }

  /** A worker has said where it is; only one that is being taken over has a state to be brought to. */
  onHello(phase: Phase): void {
    const { keeper, logger, run, awaitStart } = this.#options;
    if (keeper.state !== 'adopting') return;
    const { epoch, codeVersion } = run()?.entry ?? {};
    logger.info({ phase, epoch, codeVersion }, 'The worker of an earlier supervisor is taken over');
    const { reason } = keeper.record;
    const lost = reason?.code === 'connection_lost' ? reason : reasons.adoptedWhileLost;
    keeper.apply('hello', phase === 'reconnecting' ? lost : reasons.adopting);
    const step = adoptionStep(phase);
    if (step === 'probe_page') void this.probe();
    if (step === 'await_start') awaitStart();
  }

  /** Nobody will say "ready" of a connection that was never lost: the page is asked, until it answers. */
  async probe(): Promise<void> {
    const { keeper, run, later } = this.#options;
    // A page that cannot be asked now is asked again.
    const probe = await run()
      ?.request('page.probe', {})
      .catch(() => undefined);
    if (keeper.state !== 'reconnecting' || run()?.phase !== 'connected') return;
    if (probe?.state === 'CONNECTED') keeper.apply('ready', null);
    else later(() => void this.probe());
  }
}
