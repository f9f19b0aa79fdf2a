import type { KeptEvent, PassingEvent } from '@whatsapp-service/shared/ipc/facts.ts';
import { effectsOf } from './fact-effects.ts';
import { reasons } from './session-reasons.ts';
import type { SessionJournal } from './session-journal.ts';
import type { PhaseFact } from './session-timeline.ts';
import type { StateKeeper } from './state-keeper.ts';

export interface WorkerReportsOptions {
  readonly keeper: StateKeeper;
  readonly journal: SessionJournal;
  readonly onPhaseEnded: (fact: PhaseFact) => void;
}

/** Takes in what one session's worker says: into the state, the record, the timeline and the event log. */
export class WorkerReports {
  readonly #options: WorkerReportsOptions;
  #qr: { readonly qr: string; readonly expiresAtMs: number } | undefined;

  constructor(options: WorkerReportsOptions) {
    this.#options = options;
  }

  /** The code that was offered last and is not forgotten. */
  get qr(): { readonly qr: string; readonly expiresAtMs: number } | undefined {
    return this.#qr;
  }

  forgetQr(): void {
    this.#qr = undefined;
  }

  kept(event: KeptEvent): void {
    const { keeper, journal, onPhaseEnded } = this.#options;
    if (event.fact.type === 'phase_ended') onPhaseEnded(event.fact);
    // Before the record says that it is linked.
    if (event.fact.type === 'authenticated') journal.linked(keeper.record.linked !== 'yes', event.timeMs);
    const effects = effectsOf(event.fact, event.timeMs);
    if (effects.log !== undefined) journal.fact(effects.log, event.timeMs);
    if (effects.caughtUp !== undefined) journal.caughtUp(effects.caughtUp);
    if (effects.event !== undefined) {
      keeper.apply(effects.event, effects.reason ?? null, effects.patch);
    } else if (effects.patch !== undefined) {
      keeper.saveSoon(effects.patch);
    }
  }

  passing(event: PassingEvent): void {
    const { keeper, journal } = this.#options;
    if (event.type === 'qr') {
      this.#qr = { qr: event.qr, expiresAtMs: event.expiresAtMs };
      if (keeper.state !== 'pairing') keeper.apply('qr', reasons.pairing);
      // The code itself stays out of the durable log: who may scan it asks for it.
      journal.announce('session.qr', { expires_at: new Date(event.expiresAtMs).toISOString() });
    }
    if (event.type === 'pairing_code') journal.announce('session.pairing_code', {});
  }
}
