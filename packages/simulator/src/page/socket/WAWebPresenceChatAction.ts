import { Stream } from '#page/socket/WAWebStreamModel.ts';

/** Shows the account as online. */
export function sendPresenceAvailable(): void {
  Stream.markAvailable();
}

/** Shows the account as offline. */
export function sendPresenceUnavailable(): void {
  Stream.markUnavailable();
}
