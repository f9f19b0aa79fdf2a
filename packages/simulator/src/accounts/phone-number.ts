import { NumberInvalid } from '../simulator-errors.ts';

/** The digits of a phone number, given bare, with a plus, or as a WhatsApp id; throws NumberInvalid. */
export function parsePhoneNumber(text: string): string {
  const [, digits] = /^\+?(\d{5,15})(?:@(?:c\.us|s\.whatsapp\.net))?$/.exec(text.trim()) ?? [];
  if (digits === undefined) throw new NumberInvalid(text);
  return digits;
}
