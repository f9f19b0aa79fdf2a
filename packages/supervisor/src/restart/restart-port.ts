import type { EndMode, RestartBegun, RestartPreview } from '@whatsapp-service/shared/api/restart-view.ts';

/** What the routes need to restart the service. */
export interface RestartPort {
  /** Without a mode the better of those that are possible; throws RestartImpossible. */
  preview(mode: EndMode | undefined): RestartPreview;
  /** Begins the restart once the answer is out; throws ConfirmTokenInvalid, RestartImpossible. */
  restart(confirmToken: string, mode: EndMode): RestartBegun;
}
