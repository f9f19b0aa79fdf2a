import t from 'tap';
import { PageEvidence } from '@whatsapp-service/worker/health/page-evidence.ts';

t.test('what the page complained of last, and where it went, are kept without what they may give away', async (t) => {
  const evidence = new PageEvidence();
  t.strictSame(evidence.view(), { last_navigation: null, console: [] });
  evidence.noteConsole('log', 'a chat is opened');
  for (let n = 0; n < 60; n += 1) evidence.noteConsole(n % 2 === 0 ? 'error' : 'warning', `complaint ${n}`);
  evidence.noteConsole('exception', 'from 15550000001@c.us');
  evidence.noteNavigation('https://web.whatsapp.com/send?phone=15550000001');
  const { last_navigation: url, console: lines } = evidence.view();
  t.equal(lines.length, 50, 'the last ones');
  t.match(lines[0], { type: 'warning', text: 'complaint 11', time: /^\d{4}-/ });
  t.equal(lines.at(-1)?.type, 'exception');
  t.notMatch(JSON.stringify([url, lines]), /15550000001|a chat is opened/);
  t.match(url, /^https:\/\/web\.whatsapp\.com\//);
});
