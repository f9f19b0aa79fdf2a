import { join } from 'node:path';
import { LogRing } from '@whatsapp-service/supervisor/log/log-ring.ts';
import t from 'tap';
import { apiKey, listeningApp, recordingServices } from '../support/http-app.ts';
import { sessionView } from '../support/recording-sessions.ts';
import { StatusPage } from '../support/status-page.ts';
import { until } from '../support/until.ts';

const statusPageDir = join(import.meta.dirname, '../../packages/dashboard/dist');
const { services, events, keys } = recordingServices();
let all = [sessionView('a', { instance_name: 'First name' })];
services.sessions.list = () => ({ sessions: all, next_cursor: null });
const { url, app } = await listeningApp(t, { services, statusPageDir, keys: keys.ring });
const page = await StatusPage.open(url);
t.teardown(async () => page.close());

/** Keeps the next answer to a question whose address has `wanted` in it from the page, until it is let go. */
const holdAnswers = `
  const real = window.fetch;
  window.fetch = async (input, init) => {
    const answer = await real(input, init);
    if (window.wanted && window.wanted.test((init?.method ?? 'GET') + ' ' + String(input))) {
      window.wanted = undefined;
      await new Promise((resolve) => { window.letGo = resolve; });
      window.letGo = undefined;
    }
    return answer;
  };`;
await page.page.evaluateOnNewDocument(holdAnswers);
await page.goTo('');
await page.signIn(apiKey);

async function hold(pattern: RegExp): Promise<void> {
  await page.ask(`window.wanted = ${String(pattern)}; undefined`);
}

async function isHeld(): Promise<void> {
  await page.holds('window.letGo !== undefined');
}

async function letGo(): Promise<void> {
  await page.ask('window.letGo()');
  await page.holds('window.letGo === undefined');
}

await t.test('a session that was made while the list was under way stays on the page', async (t) => {
  await page.says(/First name/);
  await page.press('Connect an account');
  await page.type('Session id', 'new_1');
  all = [sessionView('a', { instance_name: 'Second name' })];
  await hold(/GET api\/v1\/sessions\?/);
  await isHeld();
  services.sessions.create = ({ session_id: id }) => {
    const made = sessionView(id, { status: 'connecting', state: 'starting' });
    all = [...all, made];
    return made;
  };
  await page.press('Show the code');
  await page.says(/new_1/);
  await page.ask(
    "new MutationObserver(() => { if (document.querySelector('#new-session-id') !== null) window.isAskedAgain = true; }).observe(document.body, { subtree: true, childList: true }); undefined",
  );
  await letGo();
  await page.says(/Second name/);
  t.notOk(await page.ask('window.isAskedAgain'));
  await page.press('Close');
});

await t.test('an event while the list is under way counts more than the list, whichever answer comes first', async () => {
  services.sessions.get = () => sessionView('a', { instance_name: 'Fourth name' });
  all = [sessionView('a', { instance_name: 'Third name' }), sessionView('b')];
  await hold(/GET api\/v1\/sessions\?/);
  await isHeld();
  all = [services.sessions.get('a'), sessionView('b')];
  events.append('session.state_changed', 'a');
  await page.says(/Fourth name/);
  await page.ask(
    'window.seen = []; new MutationObserver(() => window.seen.push(document.body.innerText)).observe(document.body, { subtree: true, childList: true, characterData: true }); undefined',
  );
  await letGo();
  await page.holds("[...document.querySelectorAll('tbody tr')].length === 2");
  await page.holds("!window.seen.some((text) => text.includes('Third name')) && document.body.innerText.includes('Fourth name')");
});

await t.test('an older answer does not take a new key out of the list; pressing twice makes one', async (t) => {
  await hold(/GET api\/v1\/keys/);
  await page.press('Keys');
  await isHeld();
  await page.press('Make a key');
  await page.type('Name', 'Late');
  await page.press('Look: sessions, messages, events, logs');
  await page.ask("(() => { const form = document.querySelector('dialog form'); form.requestSubmit(); form.requestSubmit(); })()");
  await page.says(/This is the key/);
  t.equal(keys.managed.list().length, 1);
  await page.press('I have it');
  await page.says(/Late/);
  await letGo();
  await page.press('Make a key');
  await page.press('Cancel');
  await page.says(/Late/);
});

await t.test('a code that is replaced while it is fetched is fetched again', async (t) => {
  all = [sessionView('a', { status: 'qr_required', state: 'pairing' })];
  let gets = 0;
  services.sessions.get = () => {
    gets += 1;
    return sessionView('a', { status: 'qr_required', state: 'pairing' });
  };
  let codes = 0;
  services.sessions.qr = () => {
    codes += 1;
    return { qr: `2@${codes}`, expires_at: new Date(Date.now() + 60_000).toISOString() };
  };
  await page.goTo('#/sessions');
  await page.says(/QR|scan/i);
  await hold(/GET .*\/a\/qr/);
  await page.goTo('#/sessions/a');
  await isHeld();
  const before = codes;
  const asked = gets;
  events.append('session.qr', 'a');
  await until('the page has heard of the event, and asks for the session that it is about', async () => gets > asked);
  await letGo();
  await page.sees('.qr img');
  await until('the newer code is fetched', async () => codes >= before + 3);
  t.pass('the picture is that of the newer one');
});

await t.test('the question before a restart is that of what is chosen', async (t) => {
  const preview = services.restart.preview.bind(services.restart);
  services.restart.preview = (mode = 'handover') => ({ ...preview(mode), message: `It is ${mode}. Proceed?` });
  await page.press('Restart');
  await page.says(/It is handover/);
  await hold(/GET .*mode=full/);
  await page.press('Everything: the sessions too');
  await isHeld();
  await page.press('Only the service: the sessions stay connected');
  await page.says(/It is handover/);
  await page.ask(
    "new MutationObserver(() => { if (document.querySelector('dialog')?.innerText.includes('It is full')) window.isOther = true; }).observe(document.body, { subtree: true, childList: true, characterData: true }); undefined",
  );
  await letGo();
  // A round trip of the page, by which the late answer has long been taken in.
  await page.ask("fetch('/livez').then(() => undefined)");
  t.notOk(await page.ask('window.isOther'));
  await page.press('Cancel');
});

await t.test('dead letters that could not be asked for are not said to be none', async (t) => {
  const deadLetters = services.webhooks.deadLetters.bind(services.webhooks);
  services.webhooks.deadLetters = () => {
    throw new Error('not now');
  };
  await page.goTo('#/webhooks');
  await hold(/GET .*dead-letters/);
  await page.press('Deliveries and dead letters');
  await isHeld();
  await page.says(/The dead letters are being loaded/);
  t.notMatch(await page.ask('document.body.innerText'), /There is no dead letter/);
  await letGo();
  await page.says(/The dead letters could not be loaded/);
  t.notMatch(await page.ask('document.body.innerText'), /There is no dead letter/);
  services.webhooks.deadLetters = deadLetters;
  await page.press('Send a test event');
  await page.says(/There is no dead letter/);
});

await t.test('of a busy session the last events are shown, and a fault goes when the stream is back', async () => {
  all = [sessionView('a')];
  services.sessions.get = () => sessionView('a');
  for (let count = 0; count < 1_200; count += 1) events.append('message.ack', 'a');
  events.append('session.pairing_code', 'a');
  await page.goTo('#/sessions');
  await page.goTo('#/sessions/a');
  await page.says(/Recent events[^]*session\.pairing_code/);
  const read = services.events.read.bind(services.events);
  services.events.read = () => {
    throw new Error('not now');
  };
  events.append('session.state_changed', 'a');
  await page.holds("document.querySelector('ol.events')?.parentElement.querySelector('.fault') !== null");
  services.events.read = read;
  app.server.closeAllConnections();
  await page.holds("document.querySelector('ol.events')?.parentElement.querySelector('.fault') === null");
});

await t.test('a log of more lines than an answer holds shows each line once, over a cut stream and a new process', async (t) => {
  let ring = new LogRing(5_000);
  services.service.logs = (query) => ring.read(query);
  services.service.subscribeToLogs = (listener) => ring.subscribe(listener);
  const write = (from: number, to: number, name: string): void => {
    for (let line = from; line <= to; line += 1) {
      ring.stream.write(
        `${JSON.stringify({ time: new Date(1_700_000_000_000 + line).toISOString(), level: 'info', msg: `${name} ${line}.` })}\n`,
      );
    }
  };
  write(1, 1_500, 'old');
  await page.goTo('#/logs');
  await page.says(/old 1500\./);
  const times = async (text: string): Promise<unknown> => page.ask(`document.body.innerText.split(${JSON.stringify(text)}).length - 1`);
  app.server.closeAllConnections();
  write(1_501, 1_501, 'old');
  await page.says(/old 1501\./);
  write(1_502, 1_502, 'old');
  await page.says(/old 1502\./);
  for (const line of [1_200, 1_500, 1_501, 1_502]) t.equal(await times(`old ${line}.`), 1, `line ${line}`);
  ring = new LogRing(5_000);
  // More lines than the process before had: their numbers alone do not tell them apart.
  for (let line = 1; line <= 1_600; line += 1) {
    ring.stream.write(
      `${JSON.stringify({ time: new Date(1_800_000_000_000 + line).toISOString(), level: 'info', msg: `new ${line}.` })}\n`,
    );
  }
  app.server.closeAllConnections();
  await page.says(/new 1600\./);
  t.equal(await times('old '), 0);
  t.equal(await times('new 1.'), 1);
});
