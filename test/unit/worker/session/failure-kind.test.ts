import t from 'tap';
import { failureKind, messageOf } from '@whatsapp-service/worker/session/failure-kind.ts';

await t.test('errors of puppeteer are told apart by what they mean for the page', async (t) => {
  t.equal(failureKind(new Error('Protocol error (Runtime.callFunctionOn): Target closed')), 'gone');
  t.equal(failureKind(new Error('Protocol error: Session closed. Most likely the page has been closed.')), 'gone');
  t.equal(failureKind(new Error("Attempted to use detached Frame 'ABC'.")), 'gone');
  t.equal(failureKind(new Error('Navigating frame was detached')), 'gone');
  t.equal(failureKind(new Error('Execution context was destroyed, most likely because of a navigation.')), 'navigated');
  t.equal(failureKind(new Error('Cannot find context with specified id')), 'navigated');
  t.equal(failureKind(new TypeError('x is not a function')), 'other');
  t.equal(failureKind('auth timeout'), 'other');
  t.equal(failureKind(undefined), 'other');
});

await t.test('anything thrown has a text', async (t) => {
  t.equal(messageOf(new Error('text')), 'text');
  t.equal(messageOf('auth timeout'), 'auth timeout');
  t.equal(messageOf(undefined), 'undefined');
});
