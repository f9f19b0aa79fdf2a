import { get } from 'node:https';
import { buffer } from 'node:stream/consumers';
import t from 'tap';
import { Simulator } from '@whatsapp-service/simulator/simulator.ts';
import { link, restore } from '../support/linked-worker.ts';
import { smallJpeg } from '../support/small-jpeg.ts';
import { WorkerBench } from '../support/worker-bench.ts';

const [ann, bob, shop, cat] = ['15550000001', '15550000002', '15550000003', '15550000004'] as const;
const nobody = '15559999999';
const simulator = await Simulator.start({
  phones: [
    {
      number: ann,
      name: 'Ann',
      contacts: [
        { number: bob, name: 'Bob Builder' },
        { number: shop, name: 'The Shop' },
      ],
    },
    { number: bob, name: 'Bob' },
    { number: shop, name: 'Shop', platform: 'smba' },
    { number: cat, name: 'Cat' },
  ],
});
const [annPhone, bobPhone, shopPhone] = [simulator.phone(ann), simulator.phone(bob), simulator.phone(shop)];
const groupId = annPhone.groups.create('Builders', [bob]).group.id;
const bench = await WorkerBench.open(simulator.chromiumArgs);
const { supervisor } = bench;

t.teardown(async () => {
  await bench.close();
  await simulator.close();
});
t.before(async () => {
  await link(bench, annPhone);
  simulator.phone(cat).send(ann, 'hi, this is Cat');
  await restore(bench);
  await supervisor.fact('message.received');
});

const idOf = (number: string) => `${number}@c.us`;

async function list(filter: 'all' | 'address_book' | 'blocked', after: string | null = null, limit = 100) {
  const { contacts, next } = await supervisor.request('contact.list', { filter, after, limit });
  return { ids: contacts.map(({ contact_id }) => contact_id), next };
}

/** The bytes that are at a picture's address. */
async function fetchPicture(url: string): Promise<Buffer> {
  const { pathname } = new URL(url);
  return new Promise((resolve, reject) => {
    get({ host: '127.0.0.1', port: simulator.port, path: pathname, rejectUnauthorized: false }, (response) => {
      resolve(buffer(response));
    }).on('error', reject);
  });
}

await t.test('contacts are listed by pages: all, those of the address book, the blocked', async (t) => {
  t.same((await list('all')).ids, [ann, bob, shop, cat].map(idOf));
  const first = await list('all', null, 3);
  t.same(first, { ids: [ann, bob, shop].map(idOf), next: idOf(shop) });
  t.same(await list('all', first.next, 3), { ids: [idOf(cat)], next: null });
  t.same((await list('address_book')).ids, [bob, shop].map(idOf));
  t.same(await list('blocked'), { ids: [], next: null });
});

await t.test('a contact is told with its ids and names; a business with what it says of itself', async (t) => {
  const { contact, business } = await supervisor.request('contact.get', { contactId: `+${bob}` });
  t.match(contact, { contact_id: idOf(bob), phone: bob, name: 'Bob Builder', push_name: 'Bob', is_my_contact: true, is_business: false });
  t.match(contact.lid, /^\d+@lid$/);
  t.equal(business, null);
  shopPhone.profile.setBusiness({ description: 'Nuts and bolts', category: 'Hardware', websites: ['https://shop.example'] });
  t.match(await supervisor.request('contact.get', { contactId: idOf(shop) }), {
    contact: { is_business: true, is_me: false },
    business: { description: 'Nuts and bolts', address: null, categories: ['Hardware'], websites: ['https://shop.example'] },
  });
  t.match(await supervisor.request('contact.get', { contactId: idOf(ann) }), { contact: { is_me: true } });
  t.match(await supervisor.request('contact.get', { contactId: contact.lid ?? '' }), {
    contact: { contact_id: idOf(bob), lid: contact.lid },
  });
});

await t.test('somebody is blocked, and is not any more', async (t) => {
  await supervisor.request('contact.set_blocked', { contactId: bob, blocked: true });
  t.same(annPhone.profile.blocked, [bob]);
  t.same((await list('blocked')).ids, [idOf(bob)]);
  t.match(await supervisor.request('contact.get', { contactId: bob }), { contact: { is_blocked: true } });
  await supervisor.request('contact.set_blocked', { contactId: bob, blocked: false });
  t.same(annPhone.profile.blocked, []);
  t.same((await list('blocked')).ids, []);
});

await t.test('picture, about and devices are those of the person; what is not there is null', async (t) => {
  const ofBob = { contactId: bob };
  t.same(await supervisor.request('contact.picture', ofBob), { url: null });
  bobPhone.profile.setPicture(smallJpeg);
  bobPhone.profile.setAbout('Building things');
  const { url } = await supervisor.request('contact.picture', ofBob);
  t.ok(smallJpeg.equals(await fetchPicture(url ?? '')));
  t.same(await supervisor.request('contact.about', ofBob), { about: 'Building things' });
  t.same(await supervisor.request('contact.device_count', ofBob), { count: 1 });
  t.same(await supervisor.request('contact.device_count', { contactId: ann }), { count: 2 });
  t.same(await supervisor.request('contact.common_groups', ofBob), { chatIds: [groupId] });
  t.same(await supervisor.request('contact.common_groups', { contactId: cat }), { chatIds: [] });
});

await t.test('phone numbers and hidden ids lead to each other', async (t) => {
  const { contacts } = await supervisor.request('contact.ids', { contactIds: [cat, nobody] });
  const lid = contacts[0]?.lid ?? '';
  t.match(lid, /^\d+@lid$/);
  t.same(contacts, [
    { contact_id: cat, phone: cat, lid },
    { contact_id: nobody, phone: null, lid: null },
  ]);
  t.same(await supervisor.request('contact.ids', { contactIds: [lid, '123@lid'] }), {
    contacts: [
      { contact_id: lid, phone: cat, lid },
      { contact_id: '123@lid', phone: null, lid: null },
    ],
  });
});

await t.test('the address book takes and loses an entry', async (t) => {
  await supervisor.request('contact.save', { phoneNumber: `+${cat}`, firstName: 'Cat', lastName: 'Stevens', syncToPhone: false });
  t.match(await supervisor.request('contact.get', { contactId: cat }), { contact: { name: 'Cat Stevens', is_my_contact: true } });
  await supervisor.request('contact.forget', { phoneNumber: cat });
  t.match(await supervisor.request('contact.get', { contactId: cat }), { contact: { name: null, is_my_contact: false } });
});

await t.test('the name is changed; what only a business has is refused', async (t) => {
  await supervisor.request('profile.set_name', { name: 'Ann B.' });
  t.equal(annPhone.name, 'Ann B.');
  t.match(await supervisor.request('profile.get', {}), { name: 'Ann B.' });
  const refused = { code: 'WRK_NOT_BUSINESS', statusCode: 403 };
  await t.rejects(supervisor.request('contact.note', { contactId: bob }), refused);
  await t.rejects(supervisor.request('contact.set_note', { contactId: bob, content: 'x' }), refused);
  await t.rejects(supervisor.request('label.set_of_chat', { chatId: cat, labelIds: [] }), refused);
});

await t.test('nobody is found where there is nobody, and nothing is done to them', async (t) => {
  for (const contactId of [nobody, '123@lid']) {
    const refused = { code: 'WRK_CONTACT_NOT_FOUND', statusCode: 404 };
    await t.rejects(supervisor.request('contact.get', { contactId }), refused);
    await t.rejects(supervisor.request('contact.about', { contactId }), refused);
    await t.rejects(supervisor.request('contact.set_blocked', { contactId, blocked: true }), refused);
  }
  t.same(annPhone.profile.blocked, []);
  t.same(supervisor.violations, []);
});
