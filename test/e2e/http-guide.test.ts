import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { freePort } from '../../scripts/service/free-port.ts';
import { Lab } from '../support/lab.ts';
import { readQrPng } from '../support/read-qr-picture.ts';
import { ServiceProcess, testApiKey } from '../support/service-process.ts';
import { until } from '../support/until.ts';

const guide = readFileSync(join(import.meta.dirname, '../../docs/http-guide.md'), 'utf8');
const blockMs = 60_000;

/** A block of the guide: what it is under, its language, the file that it is to be saved as, and its text. */
interface Block {
  readonly task: string;
  readonly language: string;
  readonly file: string;
  readonly text: string;
}

/** The blocks of the guide, in their order. */
function blocksOf(text: string): Block[] {
  let task = '';
  return [...text.matchAll(/^## (.+)$|^```(sh|python)(?: (\S+))?\n([^]*?)^```$/gm)].flatMap(([, heading, language, file = '', body]) => {
    task = heading ?? task;
    return language === undefined || body === undefined ? [] : [{ task, language, file, text: body }];
  });
}

/** The receiver of the guide as Django runs it, at a port of its own. */
const serve = `
import os, sys
from wsgiref.simple_server import make_server
from django.conf import settings
settings.configure(ROOT_URLCONF=__name__, ALLOWED_HOSTS=["*"], SECRET_KEY="x", WHATSAPP_WEBHOOK_SECRET=os.environ["SECRET"])
from django.core.wsgi import get_wsgi_application
from django.urls import path
from views import whatsapp_events
urlpatterns = [path("events/", whatsapp_events)]
if __name__ == "__main__":
    make_server("127.0.0.1", int(sys.argv[1]), get_wsgi_application()).serve_forever()
`;

const lab = await Lab.open();
const [port, hookPort] = [await freePort(), await freePort()];
const service = await ServiceProcess.launch({ ...lab.env, PORT: String(port), WEBHOOK_ALLOWED_HOSTS: '127.0.0.1' });
const folder = join(lab.folder, 'guide');
mkdirSync(folder);
const [phone, friend] = [lab.newPhone(), lab.newPhone()];
const sessionId = 'user_1_instance_main';
const env = {
  ...process.env,
  URL: service.url,
  KEY: testApiKey,
  SESSION: sessionId,
  TO: `+${friend.number}`,
  HOOK: `http://127.0.0.1:${hookPort}/events/`,
  SECRET: `whsec_${randomBytes(32).toString('base64')}`,
  PYTHONDONTWRITEBYTECODE: '1',
};
t.teardown(async () => {
  await service.stop();
  await lab.close();
});

/** Runs a program in the guide's folder; it ends with this process, and after a minute at most. */
function start(command: string, args: readonly string[]) {
  const child = spawn('setpriv', ['--pdeathsig', 'KILL', command, ...args], { cwd: folder, env, stdio: ['ignore', 'pipe', 'pipe'] });
  const found = { output: '' };
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (found.output += chunk.toString()));
  const ended = new Promise<number | null>((resolve) => {
    child.once('close', resolve);
  });
  return { child, found, ended };
}

async function run({ language, text }: Block): Promise<{ code: number | null; output: string }> {
  const [command, ...args] = language === 'sh' ? ['bash', '-euo', 'pipefail', '-c', text] : ['/usr/bin/python3', '-c', text];
  const { child, found, ended } = start(command, args);
  const impatience = setTimeout(() => child.kill('SIGKILL'), blockMs);
  const code = await ended;
  clearTimeout(impatience);
  return { code, output: found.output };
}

const blocks = blocksOf(guide);
let receiver: ReturnType<typeof start> | undefined;
t.teardown(() => receiver?.child.kill('SIGKILL'));

/** What happens outside of the guide's own calls: a person scans the code, the receiver is started. */
const afterwards: Readonly<Record<string, () => Promise<void>>> = {
  'Show its QR code': async () => {
    if (readQrPng(readFileSync(join(folder, 'qr.png'))) === undefined) throw new Error('qr.png has no code.');
    await lab.scan(service, sessionId, phone);
  },
  'What happened since?': async () => {
    const { file, text } = blocks.find((block) => block.file === 'views.py') ?? { file: '', text: '' };
    writeFileSync(join(folder, file), text);
    writeFileSync(join(folder, 'serve.py'), serve);
    receiver = start('/usr/bin/python3', ['serve.py', String(hookPort)]);
    await until('the receiver answers', async () =>
      fetch(env.HOOK).then(
        ({ status }) => status === 405,
        () => false,
      ),
    );
  },
};

t.ok(blocks.length > 18, `the guide has ${blocks.length} blocks`);
for (const [index, block] of blocks.entries()) {
  await t.test(`${block.task} (${block.language}${block.file === '' ? '' : `, ${block.file}`})`, async (t) => {
    if (block.file === '') {
      const { code, output } = await run(block);
      t.equal(code, 0, 'it succeeds', { output });
    } else {
      writeFileSync(join(folder, block.file), block.text);
      t.pass('it is saved for the others');
    }
    if (blocks[index + 1]?.task !== block.task) await afterwards[block.task]?.();
  });
}

await t.test('what the guide did has happened, and no more', async (t) => {
  const texts = ['Your order is on its way.', 'It has arrived.', 'Whenever it can.'];
  for (const text of texts) await friend.waitForMessage(({ body }) => body === text);
  const got = friend.messages().map(({ body }) => body);
  t.strictSame(
    texts.map((text) => got.filter((body) => body === text).length),
    [1, 1, 1],
    'each once',
  );
  t.notOk(got.includes('Good morning.'), 'what was called back is not sent');
  await service.waitForStatus(sessionId, 'connected');
  friend.send(phone.number, 'Thank you');
  await until('the receiver was told', async () => receiver?.found.output.includes(`message.received ${sessionId}`) === true);
  const { status } = await fetch(env.HOOK, {
    method: 'POST',
    body: '{}',
    headers: { 'webhook-id': 'a', 'webhook-timestamp': '1', 'webhook-signature': 'v1,a' },
  });
  t.equal(status, 401, 'it believes nothing that is not signed');
  t.equal(phone.devices.length, 1, 'the restarts cost no scan');
});
