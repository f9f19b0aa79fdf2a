import { Status } from '#page/status/status-collection.ts';
import type { ServerFrame } from '../../protocol/server-frames.ts';

/** What is shown now; comes anew with each change. */
export function onStatuses({ statuses, isNews }: Extract<ServerFrame, { kind: 'statuses' }>): void {
  Status.become(statuses, isNews);
}
