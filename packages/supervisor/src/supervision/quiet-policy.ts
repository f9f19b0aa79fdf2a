/** What happens in a session. */
export interface Activity {
  readonly requestsInFlight: number;
  /** When a message came or went last; 0 where none ever did. */
  readonly lastActiveMs: number;
}

/** In how many milliseconds nothing will have happened in the session for `quietMs`; 0 is now, and Infinity while a call is under way. */
export function untilQuietMs({ requestsInFlight, lastActiveMs }: Activity, quietMs: number, nowMs: number): number {
  return requestsInFlight > 0 ? Infinity : Math.max(0, lastActiveMs + quietMs - nowMs);
}
