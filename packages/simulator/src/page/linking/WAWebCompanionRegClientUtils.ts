/** Chrome, in WhatsApp's numbering of companion platforms: the last part of the QR text. */
export const DEVICE_PLATFORM = '1';
