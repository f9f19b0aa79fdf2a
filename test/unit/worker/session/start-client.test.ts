import t from 'tap';
import { startClient } from '@whatsapp-service/worker/session/start-client.ts';
import type { WhatsAppClient } from '@whatsapp-service/worker/whatsapp/whatsapp-port.ts';
import { FakeClient } from '../../../support/fake-client.ts';

const reload = new Error('Execution context was destroyed, most likely because of a navigation.');

function attempts(...outcomes: (Error | undefined)[]) {
  const clients = outcomes.map((outcome) => {
    const client = new FakeClient();
    client.start = async () => {
      if (outcome !== undefined) throw outcome;
    };
    return client;
  });
  const left = [...clients];
  const next = (): WhatsAppClient => {
    const client = left.shift();
    if (client === undefined) throw new Error('One attempt too many.');
    return client;
  };
  return { clients, left, next };
}

await t.test('a page that reloads during the start is started again, after its browser is closed', async (t) => {
  const { clients, next } = attempts(reload, reload, undefined);
  const retries: unknown[] = [];
  await startClient({ next, isEnding: () => false, onRetry: (error) => retries.push(error) });
  t.same(retries, [reload, reload]);
  t.same(
    clients.map(({ calls }) => calls),
    [['close'], ['close'], []],
  );
});

await t.test('after three reloads it is given up', async (t) => {
  const { left, next } = attempts(reload, reload, reload, undefined);
  await t.rejects(startClient({ next, isEnding: () => false, onRetry: () => undefined }), reload);
  t.equal(left.length, 1);
});

await t.test('any other failure is not tried again', async (t) => {
  const failure = new Error('net::ERR_NAME_NOT_RESOLVED');
  const { left, next } = attempts(failure, undefined);
  await t.rejects(startClient({ next, isEnding: () => false, onRetry: () => undefined }), failure);
  t.equal(left.length, 1);
});

await t.test('a browser that is gone is not tried again', async (t) => {
  const { clients, next } = attempts(reload, undefined);
  if (clients[0] !== undefined) clients[0].gone = true;
  await t.rejects(startClient({ next, isEnding: () => false, onRetry: () => undefined }), reload);
});

await t.test('nothing is started once the worker ends', async (t) => {
  const { left, next } = attempts(reload, undefined);
  let isEnding = false;
  const onRetry = (): void => {
    isEnding = true;
  };
  await t.rejects(startClient({ next, isEnding: () => isEnding, onRetry }), reload);
  t.equal(left.length, 1);
});
