import type { ContactModel } from '#page/contacts/WAWebContactModel.ts';

/** The contact card of a person. */
export function vcardFromContactModel(contact: ContactModel): { displayName: string; vcard: string } {
  const { formattedName, id } = contact;
  const lines = [
    'BEGIN:VCARD',
    'VERSION:3.0',
    `N:;${formattedName};;;`,
    `FN:${formattedName}`,
    `TEL;type=CELL;waid=${id.user}:+${id.user}`,
    'END:VCARD',
  ];
  return { displayName: formattedName, vcard: lines.join('\n') };
}
