import { createWid, type Wid } from '#page/contacts/WAWebWidFactory.ts';
import { Contact } from '#page/contacts/contact-collection.ts';
import { serverLink } from '#page/socket/server-link.ts';
import type { WireContact } from '../../protocol/server-frames.ts';

/** The id of a person on WhatsApp; null when there is nobody. */
export async function queryWidExists(wid: Wid): Promise<{ wid: Wid; biz: boolean } | null> {
  const wire = (await serverLink.request('contact', { wid: wid._serialized })) as WireContact;
  if (!wire.exists) return null;
  Contact.learn(wire);
  return { wid: createWid(`${wire.number}@c.us`), biz: false };
}
