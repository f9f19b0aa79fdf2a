import { AccountStore } from '@whatsapp-service/simulator/accounts/account-store.ts';
import t from 'tap';

const ann = '15550000001';

function store(maxDevices = 4) {
  let changes = 0;
  const accounts = new AccountStore({ maxDevices, changed: () => (changes += 1) });
  accounts.add({ number: `+${ann}`, name: 'Ann' });
  return { accounts, changes: () => changes };
}

function link(accounts: AccountStore) {
  const { device, credentials } = accounts.prepareDevice(ann);
  accounts.commitDevice(device);
  return credentials;
}

t.test('an account exists once, and an unknown one is told so', async (test) => {
  const { accounts } = store();
  test.throws(() => accounts.add({ number: ann, name: 'Other' }), { code: 'SIM_PHONE_EXISTS' });
  test.throws(() => accounts.get('15559999999'), { code: 'SIM_PHONE_UNKNOWN' });
  const { lid } = accounts.get(ann);
  test.match(lid, /^\d{15}$/);
  test.equal(accounts.findByLid(lid)?.number, ann);
});

t.test('a device logs in only with both of its secrets, and only once it is committed', async (test) => {
  const { accounts } = store();
  const prepared = accounts.prepareDevice(ann);
  test.equal(accounts.authenticate(prepared.credentials), undefined);
  accounts.commitDevice(prepared.device);
  const { credentials } = prepared;
  test.equal(accounts.authenticate(credentials)?.id, `${ann}:1`);
  test.equal(accounts.authenticate({ ...credentials, localSecret: 'x' }), undefined);
  test.equal(accounts.authenticate({ ...credentials, databaseSecret: 'x' }), undefined);
  test.equal(accounts.authenticate({ ...credentials, deviceId: `${ann}:2` }), undefined);
  const text = JSON.stringify(accounts.all());
  test.notOk(text.includes(credentials.localSecret) || text.includes(credentials.databaseSecret), 'only hashes are kept');
});

t.test('a removed device is out, and its id is not given again', async (test) => {
  const { accounts, changes } = store();
  const credentials = link(accounts);
  const before = changes();
  accounts.removeDevice(ann, credentials.deviceId);
  test.equal(changes(), before + 1);
  test.equal(accounts.authenticate(credentials), undefined);
  test.throws(() => accounts.removeDevice(ann, credentials.deviceId), { code: 'SIM_DEVICE_UNKNOWN' });
  test.equal(link(accounts).deviceId, `${ann}:2`);
});

t.test('a full or banned account links nothing', async (test) => {
  const { accounts } = store(1);
  accounts.assertCanLink(ann);
  link(accounts);
  test.throws(() => accounts.assertCanLink(ann), { code: 'SIM_DEVICES_FULL' });
  accounts.update(ann, { banned: true });
  test.throws(() => accounts.assertCanLink(ann), { code: 'SIM_PHONE_BANNED' });
});
