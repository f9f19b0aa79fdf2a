import t from 'tap';
import { Lab } from '../support/lab.ts';
import { picture } from '../support/media-samples.ts';

const lab = await Lab.open();
t.teardown(() => lab.close());
const service = await lab.startService();
const [anna] = await lab.linkAll(service, ['anna']);
if (anna === undefined) throw new Error('The phone is missing.');
const ben = lab.newPhone();
const session = '/api/v1/sessions/anna';

await t.test('the profile is changed on the way through the whole service', async (t) => {
  const { status } = await service.api('PUT', `${session}/profile/picture`, { base64: picture(40, 30).toString('base64') });
  t.equal(status, 204);
  t.same(anna.profile.picture?.subarray(0, 3), Buffer.from([0xff, 0xd8, 0xff]));
  const changed = await service.api('PATCH', `${session}/profile`, { about: 'Open till six', name: 'Anna B.' });
  t.match(changed, { status: 200, body: { about: 'Open till six', name: 'Anna B.', picture_url: /^https:/ } });
});

await t.test('somebody is looked up, saved and blocked', async (t) => {
  const contact = `${session}/contacts/${ben.number}`;
  t.equal((await service.api('PUT', `${session}/address-book/${ben.number}`, { first_name: 'Ben' })).status, 204);
  t.equal((await service.api('POST', `${contact}/block`)).status, 200);
  t.match((await service.api('GET', contact)).body, { name: 'Ben', is_blocked: true, is_my_contact: true });
  const blocked = await service.api('GET', `${session}/contacts?filter=blocked`);
  t.match(blocked.body, { contacts: [{ contact_id: `${ben.number}@c.us` }], next_cursor: null });
  t.match(await service.api('GET', `${session}/contacts/+15559999999`), { status: 404, body: { code: 'WRK_CONTACT_NOT_FOUND' } });
});
