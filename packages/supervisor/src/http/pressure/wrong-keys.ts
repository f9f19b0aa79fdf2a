import type { Clock } from '@whatsapp-service/shared/time/clock.ts';

export interface WrongKeysOptions {
  /** Steady: a wait does not depend on the machine's time. */
  readonly clock: Pick<Clock, 'now'>;
  /** How many wrong keys are answered at once; 0 sets no limit. */
  readonly free: number;
}

interface Tally {
  readonly wrong: number;
  readonly lastMs: number;
  readonly untilMs: number;
}

const longestWaitMs = 60_000;
/** An address that sent none for so long begins anew. */
const forgottenAfterMs = 10 * 60_000;
/** A key that worked from an address goes on to work there for so long after its last use. */
const knownForMs = 60 * 60_000;
/** Some 3 MB each; of more the oldest are forgotten. */
const mostAddresses = 10_000;
const mostKnown = 10_000;

/**
 * Has whoever tries keys wait, longer with each wrong one. While an address waits none of its keys is looked at, right or wrong, so that
 * trying tells nothing; but a key that worked from there within the last hour goes on to work: programs that share a proxy's address with
 * somebody who tries keys are not locked out.
 */
export class WrongKeys {
  readonly #options: WrongKeysOptions;
  readonly #tallies = new Map<string, Tally>();
  readonly #known = new Map<string, number>();

  constructor(options: WrongKeysOptions) {
    this.#options = options;
  }

  /** How long an address has to wait before it may try a key, in milliseconds; 0: not at all. */
  waitMs(address: string): number {
    return Math.max(0, (this.#tallies.get(address)?.untilMs ?? 0) - this.#options.clock.now());
  }

  /** Whether this key worked from this address not long ago. */
  isKnown(address: string, keyId: string): boolean {
    const usedMs = this.#known.get(`${address} ${keyId}`);
    return usedMs !== undefined && this.#options.clock.now() - usedMs < knownForMs;
  }

  noteRight(address: string, keyId: string): void {
    if (this.#options.free > 0) keep(this.#known, `${address} ${keyId}`, this.#options.clock.now(), mostKnown);
  }

  noteWrong(address: string): void {
    const { clock, free } = this.#options;
    if (free === 0) return;
    const nowMs = clock.now();
    const earlier = this.#tallies.get(address);
    const wrong = earlier === undefined || nowMs - earlier.lastMs > forgottenAfterMs ? 1 : earlier.wrong + 1;
    const waitMs = wrong < free ? 0 : Math.min(longestWaitMs, 1_000 * 2 ** Math.min(wrong - free, 10));
    keep(this.#tallies, address, { wrong, lastMs: nowMs, untilMs: nowMs + waitMs }, mostAddresses);
  }
}

/** Puts an entry at the end, and drops the oldest where there are too many. */
function keep<Value>(map: Map<string, Value>, key: string, value: Value, most: number): void {
  map.delete(key);
  map.set(key, value);
  if (map.size <= most) return;
  const [oldest] = map.keys();
  if (oldest !== undefined) map.delete(oldest);
}
