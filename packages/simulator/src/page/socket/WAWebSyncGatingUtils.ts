/** whatsapp-web.js replaces this. */
export function isPlaceholderMessageResendEnabled(): boolean {
  return false;
}
