/** How fast a session may send. */
export interface PacingRules {
  /** Between two messages at least; 0: no rule. */
  readonly minIntervalMs: number;
  /** By chance up to so much more. */
  readonly jitterMs: number;
  /** How many messages a new number may send within 24 hours; 0: no rule. */
  readonly newNumberDailyCap: number;
  /** How long a number is new. */
  readonly newNumberForMs: number;
}

/** What a session has sent. */
export interface PacingFacts {
  /** From when on the interval since the last message is over. */
  readonly intervalOverMs: number;
  /** When its last messages went out, oldest first: at least as many as the cap. */
  readonly sentMs: readonly number[];
  /** Since when the service has the session. */
  readonly createdMs: number;
}

const dayMs = 24 * 3_600_000;

/** How long the next message has to wait; 0 where it may go out. */
export function waitOf(rules: PacingRules, { intervalOverMs, sentMs, createdMs }: PacingFacts, nowMs: number): number {
  const intervalMs = Math.max(0, intervalOverMs - nowMs);
  const { newNumberDailyCap: cap, newNumberForMs } = rules;
  const isNew = nowMs - createdMs < newNumberForMs;
  const today = sentMs.filter((each) => each > nowMs - dayMs);
  if (cap === 0 || !isNew || today.length < cap) return intervalMs;
  // A place is free once the first of the last so many is a day old, or the number is new no longer.
  const oldest = today[today.length - cap] ?? nowMs;
  return Math.max(intervalMs, Math.min(oldest + dayMs, createdMs + newNumberForMs) - nowMs);
}
