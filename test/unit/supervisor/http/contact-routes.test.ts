import t from 'tap';
import { auth, testApp } from '../../../support/http-app.ts';
import { contactData } from '../../../support/fake-client.ts';

const session = '/api/v1/sessions/user_1-Main';
const bob = '15550000002@c.us';

t.test('contacts are listed by pages, each beginning after the last id of the one before', async (t) => {
  const { app, calls } = await testApp(t);
  const ask = async (query: string) =>
    (await app.inject({ url: `${session}/contacts${query}`, headers: auth })).json<{ next_cursor: string }>();
  const first = await ask('?filter=blocked&limit=1');
  t.match(first, { contacts: [{ contact_id: bob, name: 'Bob Builder', is_blocked: false }] });
  await ask(`?cursor=${first.next_cursor}`);
  t.strictSame(
    calls.map(({ args }) => args[2]),
    [
      { filter: 'blocked', after: null, limit: 1 },
      { filter: 'all', after: bob, limit: 50 },
    ],
  );
  t.match(await ask('?cursor=%21'), { status: 400, code: 'SUP_CURSOR_INVALID' });
  t.match(await ask(`?cursor=${Buffer.from('a\nb').toString('base64url')}`), { status: 400, code: 'SUP_CURSOR_INVALID' });
  t.match(await ask('?limit=101'), { status: 400, code: 'SUP_INVALID_REQUEST' });
  t.match(await ask('?filter=none'), { status: 400, code: 'SUP_INVALID_REQUEST' });
  t.equal(calls.length, 2, 'nothing that was refused reached the worker');
});

t.test('each question about one person is put to the worker', async (t) => {
  const { app, calls } = await testApp(t);
  const { label_ids, ...facts } = contactData();
  const questions = [
    { path: '', method: 'contact.get', answer: { ...facts, label_ids, business_profile: null } },
    { path: '/picture', method: 'contact.picture', answer: { contact_id: bob, url: 'https://pps.whatsapp.net/p.jpg' } },
    { path: '/about', method: 'contact.about', answer: { contact_id: bob, about: 'Busy' } },
    { path: '/common-groups', method: 'contact.common_groups', answer: { contact_id: bob, group_ids: ['1@g.us'] } },
    { path: '/devices', method: 'contact.device_count', answer: { contact_id: bob, device_count: 2 } },
  ];
  for (const { path, method, answer } of questions) {
    calls.length = 0;
    const response = await app.inject({ url: `${session}/contacts/${encodeURIComponent(bob)}${path}`, headers: auth });
    t.equal(response.statusCode, 200, path);
    t.strictSame(response.json(), answer, path);
    t.strictSame(calls, [{ name: 'ask', args: ['user_1-Main', method, { contactId: bob }] }], path);
  }
  for (const nobody of ['1@g.us', 'bob', 'status@broadcast', '..%2F..']) {
    const response = await app.inject({ url: `${session}/contacts/${nobody}`, headers: auth });
    t.match(response.json(), { status: 400, code: 'SUP_INVALID_REQUEST' }, nobody);
  }
});

t.test('people are blocked, saved, forgotten and looked up', async (t) => {
  const { app, calls } = await testApp(t);
  const send = async (method: 'POST' | 'PUT' | 'DELETE', path: string, payload?: object) =>
    app.inject({ method, url: `${session}${path}`, headers: auth, ...(payload === undefined ? {} : { payload }) });
  t.strictSame((await send('POST', '/contacts/+15550000002/block')).json(), { contact_id: '+15550000002', is_blocked: true });
  t.strictSame((await send('POST', '/contacts/+15550000002/unblock')).json(), { contact_id: '+15550000002', is_blocked: false });
  t.equal((await send('PUT', '/address-book/15550000002', { first_name: 'Bob' })).statusCode, 204);
  t.equal((await send('DELETE', '/address-book/15550000002')).statusCode, 204);
  t.match((await send('POST', '/contacts/lookup', { contact_ids: ['1@lid'] })).json(), {
    contacts: [{ contact_id: '1@lid', lid: '1@lid' }],
  });
  t.strictSame(
    calls.map(({ args: [, method, params] }) => [method, params]),
    [
      ['contact.set_blocked', { contactId: '+15550000002', blocked: true }],
      ['contact.set_blocked', { contactId: '+15550000002', blocked: false }],
      ['contact.save', { phoneNumber: '15550000002', firstName: 'Bob', lastName: '', syncToPhone: false }],
      ['contact.forget', { phoneNumber: '15550000002' }],
      ['contact.ids', { contactIds: ['1@lid'] }],
    ],
  );
  t.match((await send('PUT', '/address-book/15550000002', { first_name: '' })).json(), { status: 400 });
  t.match((await send('PUT', '/address-book/1@lid', { first_name: 'Bob' })).json(), { status: 400 });
  t.match((await send('POST', '/contacts/lookup', { contact_ids: [] })).json(), { status: 400 });
  t.match((await send('POST', '/contacts/1@c.us/block', { now: true })).json(), { status: 400 });
});
