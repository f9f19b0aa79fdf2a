import { EventEmitter } from 'node:events';
import t from 'tap';
import { Compile } from 'typebox/compile';
import wweb from 'whatsapp-web.js';
import type { Client } from 'whatsapp-web.js';
import { Fact } from '@whatsapp-service/shared/ipc/facts.ts';
import { listenToAccount } from '@whatsapp-service/worker/whatsapp/library/library-events.ts';

const validator = Compile(Fact);
const incoming = {
  id: { _serialized: 'false_1@c.us_A', remote: '1@c.us', fromMe: false },
  from: '1@c.us',
  to: '2@c.us',
  timestamp: 1_767_225_600,
};

/** What is told when the library tells of something. */
function toldOf(event: string, ...values: unknown[]): unknown[] {
  const emitter = new EventEmitter();
  const told: unknown[] = [];
  listenToAccount(
    emitter as unknown as Client,
    (fact) => told.push(fact),
    (error) => t.fail(String(error)),
  );
  t.ok(Object.values(wweb.Events).includes(event as never), `${event} is an event of the library`);
  emitter.emit(event, ...values);
  for (const fact of told) t.ok(validator.Check(fact), JSON.stringify(fact));
  return told;
}

t.test('a message that could not be decrypted', async (t) => {
  t.match(toldOf('message_ciphertext_failed', incoming), [
    {
      type: 'message.undecryptable',
      data: { message_id: 'false_1@c.us_A', chat_id: '1@c.us', from: '1@c.us', author: null, timestamp: '2026-01-01T00:00:00.000Z' },
    },
  ]);
});

t.test('a file of ours that is uploaded', async (t) => {
  const sent = { ...incoming, id: { _serialized: 'true_1@c.us_B', remote: '1@c.us', fromMe: true } };
  t.match(toldOf('media_uploaded', sent), [{ type: 'message.media_uploaded', data: { message_id: 'true_1@c.us_B', chat_id: '1@c.us' } }]);
});

t.test('a chat that is removed', async (t) => {
  t.match(toldOf('chat_removed', { id: { _serialized: '1@c.us' } }), [{ type: 'chat.removed', data: { chat_id: '1@c.us' } }]);
});

t.test('somebody who asks to join a group', async (t) => {
  const notification = {
    id: { _serialized: 'false_9@g.us_C', remote: '9@g.us' },
    chatId: '9@g.us',
    type: 'membership_approval_request',
    author: '1@c.us',
    recipientIds: ['1@c.us'],
    timestamp: 1_767_225_600,
  };
  t.match(toldOf('group_membership_request', notification), [
    { type: 'group.membership_requested', data: { group_id: '9@g.us', author: '1@c.us', participants: ['1@c.us'] } },
  ]);
});

t.test('a listener that fails is told of, and the library goes on', async (t) => {
  const emitter = new EventEmitter();
  const errors: unknown[] = [];
  listenToAccount(
    emitter as unknown as Client,
    () => {
      throw new Error('not taken');
    },
    (error) => errors.push(error),
  );
  t.ok(emitter.emit('chat_removed', { id: { _serialized: '1@c.us' } }));
  t.match(errors, [{ message: 'not taken' }]);
});
