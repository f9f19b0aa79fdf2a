/**
 * One page of the contacts by their ids. The library's getContacts() asks WhatsApp for the profile of every business and gives all
 * contacts at once, with groups among them and people twice who are known by both their ids.
 */
export function contactPageScript(filter: string, after: string | null, limit: number): string {
  return `
(async () => {
  const { Contact, Blocklist } = window.require('WAWebCollections');
  const { getIsUser } = window.require('WAWebContactGetters');
  const { getIsMyContact } = window.require('WAWebFrontendContactGetters');
  const { createWid } = window.require('WAWebWidFactory');
  const { getCurrentLid } = window.require('WAWebApiContact');
  const isDouble = ({ id, phoneNumber }) => id.isLid() && phoneNumber && Contact.get(phoneNumber);
  const people = Contact.getModelsArray().filter((contact) => getIsUser(contact) && !isDouble(contact));
  const wanted = {
    all: () => people,
    address_book: () => people.filter((contact) => getIsMyContact(contact)),
    blocked: () => Blocklist.getModelsArray(),
  }[${JSON.stringify(filter)}]();
  const ids = wanted.map(({ id }) => id._serialized).sort();
  const from = ids.findIndex((id) => id > ${JSON.stringify(after ?? '')});
  const page = from === -1 ? [] : ids.slice(from, from + ${limit});
  const contacts = [];
  for (const id of page) {
    const contact = Contact.get(id) ?? (await Contact.find(createWid(id)));
    const model = window.WWebJS.getContactModel(contact);
    const { name, pushname, shortName, verifiedName, isMe, isMyContact, isBusiness, isEnterprise, isBlocked, labels } = model;
    const facts = { name, pushname, shortName, verifiedName, isMe, isMyContact, isBusiness, isEnterprise, isBlocked, labels };
    contacts.push({ ...facts, id: model.id._serialized, lid: getCurrentLid(contact.id)?._serialized });
  }
  return { contacts, next: from !== -1 && from + page.length < ids.length ? page.at(-1) : null };
})()`;
}
