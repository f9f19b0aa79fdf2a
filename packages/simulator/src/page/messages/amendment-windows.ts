import type { AmendmentWindows } from '../../protocol/server-frames.ts';

let windows: AmendmentWindows = { editWindowMs: 15 * 60_000, revokeWindowMs: 60 * 3_600_000 };

/** What the server says about how long messages can be edited, or deleted for everyone. */
export function onWindows(told: AmendmentWindows): void {
  windows = told;
}

/** Whether a message, sent at `t` in seconds, is young enough. */
export function isWithin(window: keyof AmendmentWindows, t: number): boolean {
  return Date.now() - t * 1000 < windows[window];
}
