import t from 'tap';
import { auth, testApp } from '../../../support/http-app.ts';

const session = '/api/v1/sessions/user_1-Main';

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

async function asking(t: Parameters<typeof testApp>[0]) {
  const { app, calls } = await testApp(t);
  const ask = async (method: Method, path: string, payload?: object, headers: Record<string, string> = {}) => {
    const body = payload === undefined ? {} : { payload };
    const response = await app.inject({ method, url: `${session}${path}`, headers: { ...auth, ...headers }, ...body });
    return { status: response.statusCode, body: response.body === '' ? null : response.json<Record<string, unknown>>() };
  };
  const others = () => calls.filter(({ name }) => name !== 'outbox.send');
  return {
    ask,
    asked: () => others().map(({ args: [, method, params] }) => [method, params]),
    sends: () => calls.flatMap(({ name, args: [, sent] }) => (name === 'outbox.send' ? [sent] : [])),
  };
}

t.test('the profile is told and changed', async (t) => {
  const { ask, asked } = await asking(t);
  const profile = { phone: '1', lid: null, name: 'Ann', about: '', picture_url: null, platform: 'android', web_version: '2.3' };
  t.strictSame((await ask('GET', '/profile')).body, profile);
  t.strictSame((await ask('PATCH', '/profile', { name: 'Ann', about: '' })).body, profile);
  t.equal((await ask('DELETE', '/profile/picture')).status, 204);
  t.equal((await ask('PUT', '/presence', { presence: 'unavailable' })).status, 204);
  t.strictSame(asked(), [
    ['profile.get', {}],
    ['profile.set_about', { about: '' }],
    ['profile.set_name', { name: 'Ann' }],
    ['profile.get', {}],
    ['profile.remove_picture', {}],
    ['presence.set', { available: false }],
  ]);
  for (const wrong of [{}, { name: ' ' }, { name: 'a name that is far too long for it' }, { phone: '1' }]) {
    t.match((await ask('PATCH', '/profile', wrong)).body, { status: 400, code: 'SUP_INVALID_REQUEST' });
  }
  t.match((await ask('PUT', '/presence', { presence: 'away' })).status, 400);
});

t.test('the settings of the client are told and changed', async (t) => {
  const { ask, asked } = await asking(t);
  const settings = { auto_download_audio: true, auto_download_documents: true, auto_download_photos: true };
  t.match((await ask('GET', '/client-settings')).body, { ...settings, auto_download_videos: true, background_sync: false });
  t.match((await ask('PATCH', '/client-settings', { auto_download_videos: false })).body, { ...settings, auto_download_videos: false });
  t.strictSame(asked(), [
    ['settings.get', {}],
    ['settings.set', { autoDownloadVideos: false }],
  ]);
  t.equal((await ask('PATCH', '/client-settings', {})).status, 400);
});

t.test('labels are listed, and given to chats', async (t) => {
  const { ask, asked } = await asking(t);
  const label = { label_id: '1', name: 'New', color: '#ff9485' };
  t.strictSame((await ask('GET', '/labels')).body, { labels: [label] });
  const next_cursor = Buffer.from('1@c.us').toString('base64url');
  t.strictSame((await ask('GET', `/labels/1?cursor=${next_cursor}`)).body, { label, chat_ids: ['1@c.us'], next_cursor });
  t.strictSame((await ask('GET', '/chats/1@g.us/labels')).body, { labels: [label] });
  t.strictSame((await ask('PUT', '/chats/1@g.us/labels', { label_ids: [] })).body, { labels: [] });
  t.strictSame(asked(), [
    ['label.list', {}],
    ['label.chats', { labelId: '1', after: '1@c.us', limit: 50 }],
    ['label.of_chat', { chatId: '1@g.us' }],
    ['label.set_of_chat', { chatId: '1@g.us', labelIds: [] }],
  ]);
  t.equal((await ask('PUT', '/chats/1@g.us/labels', { label_ids: ['1', '1'] })).status, 400);
  t.equal((await ask('GET', '/labels/..%2F1')).status, 400);
});

t.test('statuses are shown, revoked and read', async (t) => {
  const { ask, asked, sends } = await asking(t);
  const shown = await ask('POST', '/statuses', { text: 'Sale!', font: 2 }, { 'idempotency-key': 'k' });
  t.match(shown, { status: 201, body: { message_id: 'm1', status: 'sent', send_id: 'snd_1' } });
  const sendAt = '2026-11-24T08:00:00.000Z';
  t.equal((await ask('POST', '/statuses', { text: 'Open', background_color: '#336699', queue: true, send_at: sendAt })).status, 202);
  t.equal((await ask('DELETE', '/statuses/true_status@broadcast_A_1@c.us')).status, 204);
  t.match((await ask('GET', '/broadcasts')).body, { broadcasts: [{ total_count: 1 }], next_cursor: null });
  t.match((await ask('GET', '/broadcasts/1@lid')).body, { broadcast: { total_count: 1 }, messages: [{ type: 'chat' }] });
  const [first, second] = sends();
  const content = { kind: 'status', text: 'Sale!', background_color: null, font: 2 };
  t.strictSame(first, { to: 'status@broadcast', content, idempotencyKey: 'k' });
  t.match(second, { content: { background_color: '#336699', font: 0 }, queue: true, sendAtMs: Date.parse(sendAt) });
  t.strictSame(asked(), [
    ['status.revoke', { messageId: 'true_status@broadcast_A_1@c.us' }],
    ['broadcast.list', { after: null, limit: 50 }],
    ['broadcast.get', { contactId: '1@lid' }],
  ]);
  t.equal((await ask('POST', '/statuses', { text: ' ' })).status, 400);
  t.equal((await ask('POST', '/statuses', { text: 'a', background_color: 'red' })).status, 400);
  t.equal((await ask('DELETE', '/statuses/false_1@c.us_A')).status, 400, 'only a status can be named');
});

t.test('calls are rejected, links made, events answered, notes kept', async (t) => {
  const { ask, asked } = await asking(t);
  t.equal((await ask('POST', '/calls/ABC/reject')).status, 204);
  const link = { kind: 'video', start_time: '2026-11-23T16:00:00+01:00' };
  t.strictSame(await ask('POST', '/call-links', link), { status: 201, body: { url: 'https://call.whatsapp.com/video/A' } });
  t.equal((await ask('PUT', '/messages/false_1@c.us_A/event-response', { response: 'maybe' })).status, 204);
  const event = { name: 'Opening', start_time: '2027-01-01T10:00:00Z', duration_minutes: 90 };
  t.match((await ask('PUT', '/messages/true_1@c.us_A/scheduled-event', { ...event, canceled: true })).body, { type: 'chat' });
  t.equal((await ask('PUT', '/messages/true_1@c.us_A/scheduled-event', { ...event, duration_minutes: 0 })).status, 400);
  t.strictSame((await ask('POST', '/chats/1@c.us/sync-history')).body, { requested: true });
  t.strictSame((await ask('GET', '/contacts/1@lid/note')).body, { contact_id: '1@lid', note: null });
  t.equal((await ask('PUT', '/contacts/1@lid/note', { content: 'Pays late' })).status, 204);
  t.strictSame(asked(), [
    ['call.reject', { callId: 'ABC' }],
    ['call.create_link', { kind: 'video', startTimeMs: Date.parse('2026-11-23T15:00:00.000Z') }],
    ['scheduled_event.respond', { messageId: 'false_1@c.us_A', response: 'maybe' }],
    ['scheduled_event.edit', { messageId: 'true_1@c.us_A', event, canceled: true }],
    ['chat.sync_history', { chatId: '1@c.us' }],
    ['contact.note', { contactId: '1@lid' }],
    ['contact.set_note', { contactId: '1@lid', content: 'Pays late' }],
  ]);
  for (const wrong of [
    { kind: 'video', start_time: 'soon' },
    { kind: 'film', start_time: link.start_time },
  ]) {
    t.equal((await ask('POST', '/call-links', wrong)).status, 400);
  }
  t.equal((await ask('PUT', '/messages/false_1@c.us_A/event-response', { response: 'no' })).status, 400);
});
