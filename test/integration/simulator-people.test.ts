import { linkedClient, temporaryFolder } from '../support/library-client.ts';
import { Simulator } from '@whatsapp-service/simulator/simulator.ts';
import { smallJpeg } from '../support/small-jpeg.ts';
import t from 'tap';
import type { Call } from 'whatsapp-web.js';

const [ann, bob, newBob] = ['15550000001', '15550000002', '15550000022'] as const;
const simulator = await Simulator.start({
  phones: [
    { number: ann, name: 'Ann', contacts: [{ number: bob, name: 'Bob Builder' }] },
    { number: bob, name: 'Bob' },
  ],
});
t.teardown(() => simulator.close());
const [annPhone, bobPhone] = [simulator.phone(ann), simulator.phone(bob)];
const library = await linkedClient({ simulator, dataPath: await temporaryFolder(t) }, ann);
t.teardown(() => library.close());

t.test('a call rings in the browser, which can reject it', async (test) => {
  const { id } = bobPhone.calls.ring(ann, { isVideo: true });
  const [call] = (await library.next('call')) as [Call];
  test.match(call, { id, from: `${bob}@c.us`, isVideo: true, isGroup: false, fromMe: false });
  test.match(annPhone.calls.list(), [{ id, state: 'ringing' }]);
  await call.reject();
  test.match(await bobPhone.calls.whenOver(id), { state: 'rejected' });
  const second = bobPhone.calls.ring(ann);
  await library.next('call');
  bobPhone.calls.hangUp(second.id);
  test.match(annPhone.calls.list(), [{ state: 'rejected' }, { state: 'ended' }]);
  test.throws(() => annPhone.calls.hangUp(second.id), { code: 'SIM_CALL_UNKNOWN' });
});

t.test('a new number of somebody is told to those who know the old one', async (test) => {
  bobPhone.announceNumber(newBob);
  const [message, oldId, newId, isContact] = await library.next('contact_changed');
  test.match(message, { type: 'notification_template' });
  test.strictSame([oldId, newId, isContact], [`${bob}@c.us`, `${newBob}@c.us`, true]);
  test.equal(library.waiting('message'), 0);
});

t.test('profiles and blocking are to be had over HTTP too', async (test) => {
  const ask = async (method: string, path: string, body?: object) => {
    const content = body === undefined ? {} : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } };
    return (await fetch(`${simulator.apiUrl}/phones/${bob}/${path}`, { method, ...content })).json();
  };
  const change = { about: 'Building', picture: smallJpeg.toString('base64'), business: { category: 'Builder' } };
  test.strictSame(await ask('PATCH', 'profile', change), {
    about: 'Building',
    hasPicture: true,
    blocked: [],
    business: change.business,
    isAvailable: false,
    labels: [],
    statuses: [],
  });
  test.match(await ask('PATCH', 'profile', { picture: null }), { hasPicture: false });
  test.match(await ask('PATCH', 'profile', { picture: 'bm8gSlBFRw==' }), { status: 400, code: 'SIM_PICTURE_INVALID' });
  test.match(await ask('PUT', `blocked/${ann}`), { blocked: [ann] });
  test.match(await ask('DELETE', `blocked/${ann}`), { blocked: [] });
});

t.test('statuses are seen by those who have the number in their address book', async (test) => {
  const { id } = bobPhone.profile.postStatus('Gone building');
  const message = await library.nextMessage();
  test.match(message, { body: 'Gone building', isStatus: true, author: `${bob}@c.us` });
  const [broadcast] = await library.client.getBroadcasts();
  test.match(broadcast, { totalCount: 1, unreadCount: 1, msgs: [{ body: 'Gone building' }] });
  test.match(broadcast?.id, { _serialized: `${bob}@c.us` });
  test.match(message.id._serialized, id);
  await library.client.sendMessage('status@broadcast', 'At home', { sendSeen: false });
  test.match(annPhone.profile.statuses, [{ text: 'At home' }]);
  test.strictSame(
    bobPhone.profile.statuses.map(({ text }) => text),
    ['Gone building'],
  );
  test.match((await fetchProfile(ann)).statuses, [{ text: 'At home' }]);
  test.notMatch(
    (await library.client.getChats()).map((chat) => chat.id._serialized),
    ['status@broadcast'],
  );
});

async function fetchProfile(number: string) {
  return (await (await fetch(`${simulator.apiUrl}/phones/${number}/profile`)).json()) as Record<string, unknown>;
}
