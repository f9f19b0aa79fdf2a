import t from 'tap';
import { IpcClosed, IpcTimeout, RemoteError } from '@whatsapp-service/shared/ipc/ipc-errors.ts';
import { verdictOf } from '@whatsapp-service/supervisor/outbox/send-verdict.ts';
import { SessionUnresponsive, WorkerUnavailable } from '@whatsapp-service/supervisor/supervisor-errors.ts';

t.test('an error says whether a message can still have gone out; in doubt it can', (t) => {
  const remote = (code: string, statusCode: number) => new RemoteError(code, 'x', statusCode);
  const verdicts: [unknown, string][] = [
    [remote('WRK_NOT_ON_WHATSAPP', 422), 'refused'],
    [remote('WRK_CHAT_NOT_FOUND', 404), 'refused'],
    [remote('WRK_NOT_CONNECTED', 409), 'not_sent'],
    [remote('WRK_SEND_FAILED', 502), 'not_sent'],
    [remote('IPC_UNKNOWN_METHOD', 501), 'not_sent'],
    [new SessionUnresponsive('a'), 'not_sent'],
    [new WorkerUnavailable('a', 'backoff'), 'not_sent'],
    [remote('WRK_SEND_INTERRUPTED', 504), 'unknown'],
    [remote('WRK_SEND_TIMEOUT', 504), 'unknown'],
    [remote('IPC_HANDLER_FAILED', 500), 'unknown'],
    [new IpcClosed('x'), 'unknown'],
    [new IpcTimeout('message.send', 1), 'unknown'],
    [new Error('anything'), 'unknown'],
    ['a text', 'unknown'],
  ];
  for (const [error, verdict] of verdicts) t.equal(verdictOf(error), verdict, String(error));
  t.end();
});
