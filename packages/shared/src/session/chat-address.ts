import Type from 'typebox';

const phonePattern = '^\\+?[1-9][0-9]{6,14}$';
const whatsappIdPattern = '^[0-9]{1,32}(-[0-9]{1,32})?@(c\\.us|g\\.us|lid|newsletter)$';

/** Schema of a receiver: an E.164 phone number with or without "+", or a WhatsApp id. */
export const ChatAddress = Type.String({
  pattern: `${phonePattern}|${whatsappIdPattern}`,
  description:
    'A phone number in international form (+15550000001 or 15550000001), or a WhatsApp id (…@c.us, …@g.us, …@lid, …@newsletter).',
});

/** Schema of a phone number in international form. */
export const PhoneNumber = Type.String({
  pattern: phonePattern,
  description: 'International form: +15550000001 or 15550000001.',
});

/** Schema of a person: a phone number, or a WhatsApp id of somebody. */
export const PersonAddress = Type.String({
  pattern: `${phonePattern}|^[0-9]{1,32}@(c\\.us|lid)$`,
  description: 'A phone number in international form (+15550000001 or 15550000001), or the WhatsApp id of a person (…@c.us, …@lid).',
});

const phone = new RegExp(phonePattern);
const whatsappId = new RegExp(whatsappIdPattern);

/** Schema of a group's id. */
export const GroupId = Type.String({ pattern: '^[0-9]{1,32}(-[0-9]{1,32})?@g\\.us$', description: 'The WhatsApp id of a group (…@g.us).' });

/** Schema of a channel's id. */
export const ChannelId = Type.String({ pattern: '^[0-9]{1,32}@newsletter$', description: 'The WhatsApp id of a channel (…@newsletter).' });

/** The digits of a phone number in international form, or undefined where it is none. */
export function parsePhoneNumber(text: string): string | undefined {
  return phone.test(text) ? text.replace('+', '') : undefined;
}

/** The WhatsApp id that an address means, or undefined where it is neither a number nor an id. */
export function parseChatAddress(text: string): string | undefined {
  if (whatsappId.test(text)) return text;
  const digits = parsePhoneNumber(text);
  return digits === undefined ? undefined : `${digits}@c.us`;
}
