import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import t from 'tap';
import { createCertificate } from '@whatsapp-service/simulator/web/certificate.ts';
import { keepAliveTimeoutMs, messageTimeoutMs, heartbeatIntervalMs } from '@whatsapp-service/supervisor/http/limits.ts';
import { loadSettings } from '@whatsapp-service/supervisor/config/settings.ts';
import { debianProgram } from '../support/debian-program.ts';
import { projectFolder } from '../support/deploy-image.ts';

const nginx = debianProgram('nginx');
const haproxy = debianProgram('haproxy');
const logrotate = debianProgram('logrotate');
const missing = 'it is not on this machine, and the set-up could not bring it';

const read = (path: string): string => readFileSync(join(projectFolder, 'deploy', path), 'utf8');
const nginxText = read('nginx/whatsapp-service.conf');
const belowPathText = read('nginx/below-a-path.conf');
const haproxyText = read('haproxy/haproxy.cfg');

/** A folder with a certificate, for what names one. */
async function certificates(folder: string): Promise<string> {
  const { key, cert } = await createCertificate();
  writeFileSync(join(folder, 'fullchain.pem'), cert);
  writeFileSync(join(folder, 'privkey.pem'), key);
  writeFileSync(join(folder, 'haproxy.pem'), `${cert}\n${key}`);
  return folder;
}

t.test('nginx takes its examples', { skip: nginx === undefined && missing }, async (t) => {
  const folder = await certificates(t.testdir());
  const check = (text: string) => {
    writeFileSync(join(folder, 'site.conf'), text.replaceAll('/etc/ssl/whatsapp-service', folder));
    // One that is unpacked and not installed has no folders of its own below /var.
    const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((name) => `${name}_temp_path ${folder}/${name};`).join(' ');
    const main = `pid ${folder}/pid; error_log stderr; events {} http { access_log off; ${temporary} include ${folder}/site.conf; }`;
    writeFileSync(join(folder, 'nginx.conf'), main);
    return nginx?.run('-t', '-p', folder, '-c', join(folder, 'nginx.conf'));
  };
  for (const text of [nginxText, belowPathText]) t.match(check(text), { code: 0 });
  t.match(check(nginxText.replace('proxy_read_timeout', 'proxy_reed_timeout')), { code: 1, output: /unknown directive/ });
});

t.test('HAProxy takes its example', { skip: haproxy === undefined && missing }, async (t) => {
  const folder = await certificates(t.testdir());
  const check = (text: string) => {
    writeFileSync(join(folder, 'haproxy.cfg'), text.replaceAll('/etc/ssl/whatsapp-service', folder));
    return haproxy?.run('-c', '-f', join(folder, 'haproxy.cfg'));
  };
  const { code, output } = check(haproxyText) ?? {};
  t.equal(code, 0, output ?? 'it did not run');
  t.notMatch(output, /WARNING/);
  t.match(check(haproxyText.replace('option httpchk', 'option httpcheck')), { code: 1 });
});

t.test('logrotate takes its example', { skip: logrotate === undefined && missing }, async (t) => {
  const folder = t.testdir();
  const logs = join(folder, 'data/logs');
  mkdirSync(logs, { recursive: true });
  writeFileSync(join(logs, 'pm2-out.log'), 'a line\n');
  const { username } = userInfo();
  const check = (text: string) => {
    const ours = text.replaceAll('/srv/whatsapp-service', folder).replace('su whatsapp whatsapp', `su ${username} ${username}`);
    writeFileSync(join(folder, 'rules'), ours, { mode: 0o600 });
    return logrotate?.run('--debug', '--state', join(folder, 'state'), join(folder, 'rules'));
  };
  const { code, output } = check(read('logrotate/whatsapp-service')) ?? {};
  t.equal(code, 0, output ?? 'it did not run');
  t.match(output, `considering log ${join(logs, 'pm2-out.log')}`);
  t.notMatch(output, /error/);
  t.match(check(read('logrotate/whatsapp-service').replace('rotate 14', 'rotate often')), { output: /error/ });
});

/** The settings of a configuration, one a line, without its comments. */
function linesOf(text: string): string[] {
  return text.split('\n').flatMap((line) => (line.trim() === '' || line.trim().startsWith('#') ? [] : [line.trim()]));
}

t.test('the proxies do what docs/deploy.md asks of one', async (t) => {
  const nginxLines = linesOf(nginxText);
  const haproxyLines = linesOf(haproxyText);
  const repeats = (lines: string[]): string[] => lines.filter((line) => /^(proxy_next_upstream|retry-on)\b/.test(line));
  t.strictSame(repeats(nginxLines), ['proxy_next_upstream off;'], 'no request that has left is repeated');
  t.strictSame(repeats(haproxyLines), ['retry-on conn-failure']);
  const streams = nginxLines.slice(nginxLines.indexOf('location ~ ^/api/v1/(.+/)?stream$ {'));
  t.ok(streams.slice(0, streams.indexOf('}')).includes('proxy_buffering off;'), 'event streams are not gathered');
  const belowPath = linesOf(belowPathText);
  t.strictSame(
    belowPath.filter((line) => line.startsWith('proxy_pass')),
    Array(3).fill('proxy_pass http://whatsapp_service;'),
    'the path is passed on',
  );
  // Its inner locations have those of the outer one.
  const common = nginxLines.filter((line) => /^(proxy_(?!pass)|keepalive|client_max_body_size|server 127)/.test(line));
  t.strictSame(
    [...new Set(common)].filter((line) => !belowPath.includes(line)),
    [],
    'and else it is the same',
  );
  t.ok(nginxLines.includes('proxy_set_header Host $host;'), 'the page knows its own origin');
  t.notOk(haproxyLines.some((line) => /set-header Host\b/i.test(line)));
  t.ok(nginxLines.includes('proxy_cookie_flags ~ secure;'), 'the page’s cookie goes over TLS alone');
  t.ok(haproxyLines.some((line) => line.startsWith('http-response replace-header Set-Cookie') && line.endsWith('"\\1; Secure"')));
  const metrics = nginxLines.slice(nginxLines.indexOf('location ~ ^/metrics/?$ {'));
  t.equal(metrics[1], 'deny all;', 'metrics are for the inside');
  t.equal(belowPath[belowPath.indexOf('location ~ ^/whatsapp/metrics/?$ {') + 1], 'deny all;');
  t.ok(haproxyLines.includes('http-request deny if { path /metrics /metrics/ }'));
});

t.test('the proxies’ numbers fit the service’s', async (t) => {
  for (const [name, text, form] of [
    ['nginx', nginxText, /keepalive_timeout (\d+)s/],
    ['HAProxy', haproxyText, /timeout http-keep-alive (\d+)s/],
  ] as const) {
    t.ok(Number(form.exec(text)?.[1]) * 1_000 < keepAliveTimeoutMs, `${name} lets go of an idle connection first`);
  }
  const [longest, stream] = [...nginxText.matchAll(/proxy_read_timeout (\d+)s/g)].map(([, seconds]) => Number(seconds) * 1_000);
  t.ok((longest ?? 0) > messageTimeoutMs, 'a message with a file may take that long');
  t.ok((stream ?? 0) > heartbeatIntervalMs * 2);
  t.ok(Number(/timeout server (\d+)s/.exec(haproxyText)?.[1]) * 1_000 > messageTimeoutMs);
  const { host, port, media } = loadSettings({}, { rootDir: '/nowhere' });
  const largest = Number(/client_max_body_size (\d+)m/.exec(nginxText)?.[1]);
  t.ok(largest * 1024 * 1024 > media.maxBytes);
  for (const text of [nginxText, haproxyText]) t.match(text, `${host}:${port}`);
  t.match(haproxyText, /httpchk GET \/livez[^]*httpchk GET \/readyz/);
});
