import { toBuffer, toString } from 'qrcode';

/** What is drawn, and as what. */
export interface QrJob {
  readonly text: string;
  readonly format: QrFormat;
}

export type QrFormat = 'png' | 'svg';

const marginModules = 4;
const widthPixels = 512;

/** Draws a QR code; runs in a thread of the pool. Level L, as WhatsApp itself draws them: larger modules for a phone's camera. */
export async function renderQr({ text, format }: QrJob): Promise<Uint8Array> {
  const options = { errorCorrectionLevel: 'L', margin: marginModules, width: widthPixels } as const;
  if (format === 'png') return toBuffer(text, { ...options, type: 'png' });
  return Buffer.from(await toString(text, { ...options, type: 'svg' }));
}
