import type { Clock } from '@whatsapp-service/shared/time/clock.ts';
import { waitOf } from './pacing-policy.ts';
import type { PacingFacts, PacingRules } from './pacing-policy.ts';

export interface PaceOptions {
  readonly rules: PacingRules;
  readonly clock: Clock;
  readonly random: () => number;
  /** When the last messages of a session went out, at most so many, oldest first; for what was sent before this process. */
  readonly sentBefore: (sessionId: string, limit: number) => number[];
  readonly createdMsOf: (sessionId: string) => number;
}

/** Keeps each session to the pace of the settings. */
export class Pace {
  readonly #options: PaceOptions;
  readonly #sessions = new Map<string, PacingFacts>();

  constructor(options: PaceOptions) {
    this.#options = options;
  }

  /** How long the session's next message has to wait, in milliseconds; 0 where it may go out. */
  waitMs(sessionId: string): number {
    const { rules, clock } = this.#options;
    if (rules.minIntervalMs === 0 && rules.newNumberDailyCap === 0) return 0;
    return waitOf(rules, this.#factsOf(sessionId), clock.now());
  }

  /** A message goes out now. */
  note(sessionId: string): void {
    const { rules, clock, random } = this.#options;
    if (rules.minIntervalMs === 0 && rules.newNumberDailyCap === 0) return;
    const facts = this.#factsOf(sessionId);
    const nowMs = clock.now();
    const intervalOverMs = nowMs + rules.minIntervalMs + Math.round(random() * rules.jitterMs);
    const sentMs = [...facts.sentMs, nowMs].slice(-Math.max(1, rules.newNumberDailyCap));
    this.#sessions.set(sessionId, { ...facts, intervalOverMs, sentMs });
  }

  forget(sessionId: string): void {
    this.#sessions.delete(sessionId);
  }

  #factsOf(sessionId: string): PacingFacts {
    const known = this.#sessions.get(sessionId);
    if (known !== undefined) return known;
    const { rules, sentBefore, createdMsOf } = this.#options;
    const sentMs = sentBefore(sessionId, Math.max(1, rules.newNumberDailyCap));
    const facts = { createdMs: createdMsOf(sessionId), sentMs, intervalOverMs: (sentMs.at(-1) ?? -Infinity) + rules.minIntervalMs };
    this.#sessions.set(sessionId, facts);
    return facts;
  }
}
