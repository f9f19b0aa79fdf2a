import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import t from 'tap';
import { AddressGuard } from '@whatsapp-service/supervisor/outbound/address-guard.ts';
import type { Resolve } from '@whatsapp-service/supervisor/outbound/address-guard.ts';
import { hostOf, parseAllowedHosts } from '@whatsapp-service/supervisor/outbound/allowed-hosts.ts';
import type { AllowedHost } from '@whatsapp-service/supervisor/outbound/allowed-hosts.ts';
import { OutboundClient } from '@whatsapp-service/supervisor/outbound/outbound-client.ts';
import { isPublicAddress } from '@whatsapp-service/supervisor/outbound/public-address.ts';

const inward = [
  'http://127.0.0.1/',
  'http://2130706433/',
  'http://0x7f000001/',
  'http://0177.0.0.1/',
  'http://127.1/',
  'http://0/',
  'http://10.1.2.3/',
  'http://172.16.0.1/',
  'http://192.168.1.1/',
  'http://169.254.169.254/latest/meta-data/',
  'http://100.64.0.1/',
  'http://224.0.0.1/',
  'http://255.255.255.255/',
  'http://198.18.0.1/',
  'http://[::1]/',
  'http://[::]/',
  'http://[::ffff:127.0.0.1]/',
  'http://[::ffff:a9fe:a9fe]/',
  'http://[::127.0.0.1]/',
  'http://[64:ff9b::7f00:1]/',
  'http://[64:ff9b::169.254.169.254]/',
  'http://[64:ff9b:1::7f00:1]/',
  'http://[2002:7f00:1::]/',
  'http://[2001:0:7f00:1::]/',
  'http://[fe80::1]/',
  'http://[fc00::1]/',
  'http://[fd00:ec2::254]/',
  'http://[ff02::1]/',
];

t.test('an address that is not public is refused, in whatever form it is written', async (t) => {
  const guard = new AddressGuard([]);
  for (const url of inward) t.match(guard.faultOf(url), /has no public address, and WEBHOOK_ALLOWED_HOSTS does not allow it/, url);
  for (const url of ['http://8.8.8.8/', 'https://[2606:4700::1111]/', 'http://[64:ff9b::808:808]/', 'https://example.org/']) {
    t.equal(guard.faultOf(url), undefined, url);
  }
});

t.test('other protocols, and users in a URL, are refused', async (t) => {
  const guard = new AddressGuard([]);
  for (const url of ['file:///etc/passwd', 'ftp://example.org/', 'gopher://example.org/', 'javascript:alert(1)']) {
    t.equal(guard.faultOf(url), 'it is neither http nor https', url);
  }
  t.match(guard.faultOf('https://user:secret@example.org/'), /a user or a password/);
  t.equal(guard.faultOf('nonsense'), 'it is no URL');
});

t.test('nothing that is no address is public', async (t) => {
  for (const text of ['', 'localhost', '1.2.3', '1.2.3.4.5', 'fe80::1%eth0', '::ffff:10.0.0.1']) t.notOk(isPublicAddress(text), text);
});

t.test('the operator allows names, addresses, ports and networks', async (t) => {
  const guard = new AddressGuard(
    allowed('django.internal, 127.0.0.1:8000, [::1]:9000, 10.1.0.0/16, 192.168.1.5', 'http://localhost:8001/x'),
    async () => [{ address: '10.9.9.9', family: 4 }],
  );
  for (const url of [
    'http://127.0.0.1:8000/',
    'http://2130706433:8000/',
    'http://[::1]:9000/',
    'http://10.1.200.3/',
    'http://192.168.1.5:81/',
  ]) {
    t.equal(guard.faultOf(url), undefined, url);
  }
  for (const url of ['http://127.0.0.1:8001/', 'http://[::1]/', 'http://10.2.0.1/']) t.type(guard.faultOf(url), 'string', url);
  for (const url of ['http://django.internal/', 'http://DJANGO.internal.:99/', 'http://localhost:8001/other']) {
    t.equal(await guard.faultOfResolved(url), undefined, url);
  }
  for (const url of ['http://localhost:8002/', 'http://other.internal/']) t.type(await guard.faultOfResolved(url), 'string', url);
  for (const bad of ['10.0.0.0/99', 'a b', 'host:99999', 'http://x']) t.match(parseAllowedHosts(bad), { fault: /it has "/ }, bad);
});

t.test('a name that resolves to a public address first and to this machine later is not called', async (t) => {
  const receiver = await listen(t);
  const answers = [['203.0.114.7'], ['127.0.0.1']];
  let asked = 0;
  const resolve: Resolve = async () => (answers[asked++] ?? ['127.0.0.1']).map((address) => ({ address, family: 4 }));
  const guard = new AddressGuard([], resolve);
  const url = `http://rebinding.example:${receiver.port}/`;
  t.equal(await guard.faultOfResolved(url), undefined, 'it looks well when it is made');
  t.match(await post(t, guard, url), { kind: 'failed', isForbidden: true, error: /no public address/ });
  t.equal(asked, 2, 'the connection asks once, and goes where that answer said');
  t.strictSame(receiver.requests, []);
});

t.test('of several addresses only those are called that may be', async (t) => {
  const receiver = await listen(t);
  const both: Resolve = async () => [
    { address: '10.255.255.1', family: 4 },
    { address: '127.0.0.1', family: 4 },
  ];
  const guard = new AddressGuard(allowed('127.0.0.0/8'), both);
  t.match(await post(t, guard, `http://mixed.example:${receiver.port}/`), { kind: 'answered', statusCode: 200 });
  const names = await post(t, new AddressGuard([], async () => [{ address: '169.254.169.254', family: 4 }]), 'http://metadata.example/');
  t.match(names, { kind: 'failed', isForbidden: true });
});

t.test('a redirect is not followed', async (t) => {
  const target = await listen(t);
  const receiver = await listen(t, { status: 307, headers: { location: `http://127.0.0.1:${target.port}/` } });
  t.match(await post(t, new AddressGuard(allowed('127.0.0.1')), `http://127.0.0.1:${receiver.port}/`), {
    kind: 'answered',
    statusCode: 307,
  });
  t.strictSame(target.requests, []);
});

t.test('an answer that does not come ends with its time; one that never ends, or is huge, is left', { timeout: 20_000 }, async (t) => {
  const guard = new AddressGuard(allowed('127.0.0.1'));
  const silent = await listen(t, { status: 0 });
  t.match(await post(t, guard, `http://127.0.0.1:${silent.port}/`, 200), { kind: 'failed', error: 'No answer within 200 ms.' });
  const endless = await listen(t, { status: 200, endless: true });
  t.match(await post(t, guard, `http://127.0.0.1:${endless.port}/`), { kind: 'answered', statusCode: 200 });
  await endless.cutOff;
});

function allowed(list: string, ...urls: string[]): AllowedHost[] {
  const parsed = parseAllowedHosts(list);
  if ('fault' in parsed) throw new Error(parsed.fault);
  return [...parsed.hosts, ...urls.map(hostOf)];
}

interface Teardown {
  teardown(end: () => void): void;
}

async function post(t: Teardown, guard: AddressGuard, url: string, timeoutMs = 5_000) {
  const client = new OutboundClient(guard);
  t.teardown(() => client.close());
  return client.post({ url, headers: {}, body: '{}', timeoutMs, signal: new AbortController().signal });
}

async function listen(t: Teardown, answer: { status: number; headers?: Record<string, string>; endless?: boolean } = { status: 200 }) {
  const requests: string[] = [];
  const { promise: cutOff, resolve: onCutOff } = Promise.withResolvers<void>();
  const server = createServer((request, response) => {
    requests.push(request.url ?? '');
    if (answer.status === 0) return;
    response.writeHead(answer.status, answer.headers);
    if (answer.endless !== true) return void response.end('done');
    const timer = setInterval(() => response.write('x'.repeat(4_096)), 5);
    response.once('close', () => {
      clearInterval(timer);
      onCutOff();
    });
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  t.teardown(() => {
    server.closeAllConnections();
    server.close();
  });
  return { port: (server.address() as AddressInfo).port, requests, cutOff };
}

t.test('a resolver that hangs for one host is asked once for it, and holds up no other', async (t) => {
  const asked: string[] = [];
  const guard = new AddressGuard([], async (host) => {
    asked.push(host);
    return host === 'hangs.example' ? new Promise(() => undefined) : [{ address: '93.184.216.34', family: 4 }];
  });
  for (let count = 0; count < 20; count += 1) void guard.faultOfResolved('http://hangs.example/');
  t.equal(await guard.faultOfResolved('http://answers.example/'), undefined);
  t.strictSame(asked, ['hangs.example', 'answers.example']);
  await guard.faultOfResolved('http://answers.example/');
  t.equal(asked.length, 3, 'an answer is used once: the next connection asks anew');
});
