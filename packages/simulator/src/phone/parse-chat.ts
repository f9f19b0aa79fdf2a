import { isGroupId } from '../groups/group-record.ts';
import { parsePhoneNumber } from '../accounts/phone-number.ts';

/** What names a conversation: a group's id, or a number from anything that is one. Throws NumberInvalid. */
export function parseChat(text: string): string {
  return isGroupId(text) ? text : parsePhoneNumber(text);
}
