import type { Logger } from 'pino';
import type { PassingEvent } from '@whatsapp-service/shared/ipc/facts.ts';
import type { WhatsAppClient } from '../whatsapp/whatsapp-port.ts';
import { messageOf } from './failure-kind.ts';
import { QrLifetime } from './qr-lifetime.ts';

export interface QrOfferOptions {
  readonly log: Logger;
  readonly pass: (event: PassingEvent) => void;
}

/** The page needs some time to show a new QR code: it is not asked again before. */
const refreshPauseMs = 5_000;

/** The QR code that is on offer, with the time it is good for. */
export class QrOffer {
  readonly #options: QrOfferOptions;
  readonly #lifetime = new QrLifetime();
  #last: Extract<PassingEvent, { type: 'qr' }> | undefined;
  #refreshedAtMs = 0;

  constructor(options: QrOfferOptions) {
    this.#options = options;
  }

  /** Whether a code was shown at least once: the link, if there is one, is fresh. */
  get wasOffered(): boolean {
    return this.#last !== undefined;
  }

  offer(qr: string): void {
    this.#last = { type: 'qr', qr, expiresAtMs: this.#lifetime.expiresAtMs(qr, Date.now()) };
    this.#options.pass(this.#last);
  }

  /** Tells a supervisor that came late of the code, while it is good. */
  tellAgain(): void {
    if (this.#last !== undefined && this.#last.expiresAtMs > Date.now()) this.#options.pass(this.#last);
  }

  /** Makes the page ask for new codes: after the last one the library shows none ever again. */
  refresh(client: WhatsAppClient): void {
    if (Date.now() - this.#refreshedAtMs < refreshPauseMs) return;
    this.#refreshedAtMs = Date.now();
    client.refreshQr().catch((error: unknown) => {
      this.#options.log.warn({ error: messageOf(error).slice(0, 300) }, 'the QR code could not be refreshed');
    });
  }
}
