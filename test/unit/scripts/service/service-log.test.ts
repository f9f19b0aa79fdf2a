import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { ServiceLog } from '../../../../scripts/service/service-log.ts';

t.test('messages are read as they come, with the cause, and plain text as it is', async (t) => {
  const path = join(t.testdir(), 'service.log');
  const log = new ServiceLog(path);
  t.strictSame(log.messages, [], 'before the file exists');
  appendFileSync(
    path,
    '{"level":"info","msg":"The service listens"}\n{"msg":"It failed","err":{"message":"no disk"}}\nnot JSON\n{"msg":"half',
  );
  t.strictSame(log.messages, ['The service listens', 'It failed: no disk', 'not JSON']);
  appendFileSync(path, ' a line"}\n');
  t.equal(log.tail(2), 'not JSON\nhalf a line');
});
