/** WhatsApp changes a QR code's reference each 20 s. */
const usualMs = 20_000;
const shortestMs = 1_000;
const longestMs = 120_000;

/** Learns how long a QR code lives from how often it is replaced. */
export class QrLifetime {
  #lastQr: string | undefined;
  #lastAtMs = 0;
  #lifetimeMs = usualMs;

  /** When a QR code that came at `nowMs` stops being valid, in milliseconds since the epoch. */
  expiresAtMs(qr: string, nowMs: number): number {
    if (this.#lastQr !== undefined && qr !== this.#lastQr) {
      this.#lifetimeMs = Math.min(longestMs, Math.max(shortestMs, nowMs - this.#lastAtMs));
    }
    this.#lastQr = qr;
    this.#lastAtMs = nowMs;
    return nowMs + this.#lifetimeMs;
  }
}
