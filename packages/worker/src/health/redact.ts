const maxLength = 300;

/** A text of the page without what could be a phone number, an id, a key or the query of an address, and not longer than 300 characters. */
export function redact(text: string): string {
  return text
    .replaceAll(/(\b(?:https?|wss?):\/\/[^\s?#'"]+)[?#][^\s'"]*/g, '$1')
    .replaceAll(/\+?\d(?:[\s().-]{0,2}\d){6,}/g, '…')
    .replaceAll(/[A-Za-z0-9_\-+/=@]{32,}/g, '…')
    .slice(0, maxLength);
}
