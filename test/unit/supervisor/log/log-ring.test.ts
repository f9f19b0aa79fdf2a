import { pino } from 'pino';
import t from 'tap';
import { LogRing } from '@whatsapp-service/supervisor/log/log-ring.ts';
import { loggerOptions } from '@whatsapp-service/shared/log/logger-options.ts';

t.test('lines are numbered, filtered by level and session, and the oldest go first', async (t) => {
  const ring = new LogRing(2);
  const logger = pino(loggerOptions('test', 'debug'), ring.stream);
  logger.info({ session_id: 'a' }, 'one');
  logger.debug('two');
  logger.error({ session_id: 'a' }, 'three');
  const texts = (query: Partial<Parameters<LogRing['read']>[0]>) =>
    ring.read({ after: 0, limit: 10, ...query }).lines.map(({ message }) => message);
  t.same(texts({}), ['one', 'two', 'three']);
  t.same(texts({ level: 'info' }), ['one', 'three']);
  t.same(texts({ sessionId: 'a', after: 1 }), ['three']);
  t.same(texts({ sessionPrefix: 'a' }), ['one', 'three']);
  t.same(texts({ sessionPrefix: 'ab' }), []);
  logger.info('four');
  logger.info('five');
  t.same(texts({}), ['three', 'four', 'five']);
  t.equal(ring.read({ after: 0, limit: 1 }).last_seq, 5);
});

t.test('secrets and phone numbers do not get into the log', async (t) => {
  const ring = new LogRing(10);
  const lines: string[] = [];
  const logger = pino(loggerOptions('test', 'info'), { write: (line: string) => void lines.push(line) });
  logger.info(
    { token: 'secret-1', phone: '15550000001', qr: 'secret-2', text: 'secret-3', req: { headers: { 'x-api-key': 'secret-4' } } },
    'x',
  );
  t.notMatch(lines.join(''), /secret|15550000001/);
  ring.stream.end();
});
