import { Cmd } from '#page/socket/WAWebCmd.ts';

/** Asks for a fresh QR ref. */
export function refreshQR(): void {
  Cmd.refreshQR();
}
