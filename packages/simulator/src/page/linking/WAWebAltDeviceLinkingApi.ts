import { serverLink } from '#page/socket/server-link.ts';

let pairingType = 'QR';

/** Chooses between QR and pairing code. */
export function setPairingType(type: string): void {
  pairingType = type;
}

/** Which of the two is chosen. */
export function getPairingType(): string {
  return pairingType;
}

/** Gets ready for a pairing code. */
export function initializeAltDeviceLinking(): Promise<void> {
  return Promise.resolve();
}

/** The eight characters to type on the phone. */
export function startAltLinkingFlow(phone: string, notify: boolean): Promise<unknown> {
  return serverLink.request('pairing_code', { phone, notify });
}

/** Goes back to the QR. */
export function initializeQRLinking(): Promise<void> {
  pairingType = 'QR';
  return Promise.resolve();
}
