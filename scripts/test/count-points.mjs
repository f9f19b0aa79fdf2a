import { Parser } from 'tap-parser';

/**
 * @typedef {{ name: string, diag: Record<string, unknown> | null }} Failure
 * @typedef {{ passed: number, failed: number, skipped: number, failures: Failure[], noise: string, tapProblem?: string }} Points
 */

const NOISE_CHARACTERS = 20_000;

/** Counts the test points of one file's TAP as it arrives: each assertion once, not the subtests that hold them. */
export class PointCounter {
  #parser = new Parser();
  /** @type {Points} */
  #points = { passed: 0, failed: 0, skipped: 0, failures: [], noise: '' };
  /** @type {Promise<import('tap-parser').FinalResults>} */
  #complete;

  constructor() {
    this.#complete = new Promise((resolve) => this.#parser.once('complete', resolve));
    this.#watch(this.#parser, []);
  }

  /** @param {Buffer | string} chunk */
  write(chunk) {
    this.#parser.write(String(chunk));
  }

  /** The counts once the output has ended, with what TAP itself calls wrong (no plan, a bail-out) where no failure explains it. */
  async end() {
    this.#parser.end();
    const results = await this.#complete;
    const isExplained = results.ok || this.#points.failed > 0;
    return isExplained ? this.#points : { ...this.#points, tapProblem: tapProblem(results) };
  }

  /** @param {Parser} parser @param {readonly string[]} path */
  #watch(parser, path) {
    let failedInChild = 0;
    parser.on('child', (/** @type {Parser} */ child) => {
      const failedBefore = this.#points.failed;
      this.#watch(child, [...path, child.name]);
      child.once('complete', () => {
        failedInChild = this.#points.failed - failedBefore;
      });
    });
    parser.on('assert', (/** @type {import('tap-parser').Result} */ result) => {
      this.#count(result, path, failedInChild);
      failedInChild = 0;
    });
    parser.on('extra', (/** @type {string} */ text) => {
      this.#points.noise = (this.#points.noise + text).slice(-NOISE_CHARACTERS);
    });
  }

  /** @param {import('tap-parser').Result} result @param {readonly string[]} path @param {number} failedInChild */
  #count(result, path, failedInChild) {
    if (result.skip || result.todo) this.#points.skipped += 1;
    else if (!result.ok) {
      // A subtest whose assertions failed was counted by them; one that timed out was not.
      if (!result.closingTestPoint || failedInChild === 0) this.#fail([...path, result.name].join(' › '), result.diag);
    } else if (!result.closingTestPoint) this.#points.passed += 1;
  }

  /** @param {string} name @param {Record<string, unknown> | null} diag */
  #fail(name, diag) {
    this.#points.failed += 1;
    this.#points.failures.push({ name, diag });
  }
}

/** @param {import('tap-parser').FinalResults} results */
function tapProblem(results) {
  if (results.bailout) return `bailed out: ${String(results.bailout)}`;
  const problem = results.failures
    .map((failure) => ('tapError' in failure ? failure.tapError : undefined))
    .find((text) => typeof text === 'string');
  return `the test's output is not whole: ${problem ?? 'no test point was reported'}`;
}
