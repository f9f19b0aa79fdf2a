import { hideModules } from '#page/core/registry.ts';
import { onWindows } from '#page/messages/amendment-windows.ts';
import type { ServerFrame } from '../../protocol/server-frames.ts';

type Frame<Kind extends ServerFrame['kind']> = Extract<ServerFrame, { kind: Kind }>;

let navigatesFirst = false;

/** Whether logout() leaves the document before it answers. */
export function logoutNavigatesFirst(): boolean {
  return navigatesFirst;
}

/** The faults that the page itself has to show. */
export function onFaults(frame: Omit<Frame<'faults'>, 'kind' | 'windows'> & Partial<Pick<Frame<'faults'>, 'windows'>>): void {
  hideModules(frame.missingModules);
  if (frame.windows) onWindows(frame.windows);
  navigatesFirst = frame.logoutNavigatesFirst;
}

/** Spins: nothing in this page runs until it is over. */
export function onHang({ forMs }: Frame<'hang'>): void {
  const until = performance.now() + forMs;
  while (performance.now() < until);
}
