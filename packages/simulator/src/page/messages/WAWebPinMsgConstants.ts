const weekSeconds = 7 * 86_400;

/** How long a pin lasts; whatsapp-web.js replaces this while it pins. */
export function getPinExpiryDuration(): number {
  return weekSeconds;
}
