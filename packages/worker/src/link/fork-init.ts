import { LazyValidator } from '@whatsapp-service/shared/validation/lazy-validator.ts';
import { WorkerInit } from '@whatsapp-service/shared/ipc/worker-init.ts';
import { BadInit } from '../worker-errors.ts';

/** The fork channel as `process` offers it. */
export interface ForkChannel {
  readonly connected: boolean;
  on(event: 'message', listener: (message: unknown) => void): unknown;
  on(event: 'disconnect', listener: () => void): unknown;
  off(event: 'message', listener: (message: unknown) => void): unknown;
  off(event: 'disconnect', listener: () => void): unknown;
  disconnect?: () => void;
}

const validator = new LazyValidator(WorkerInit);

/** The one message of the fork channel, which is let go afterwards; throws BadInit when it does not come or does not fit. */
export async function receiveInit(channel: ForkChannel, timeoutMs: number): Promise<WorkerInit> {
  const message = await firstMessage(channel, timeoutMs);
  // Letting go inside the message's own handler crashed Node 20.
  setImmediate(() => {
    if (channel.connected) channel.disconnect?.();
  });
  if (validator.Check(message)) return message;
  const [fault] = validator.Errors(message);
  // Only the place and the rule: the message holds a token.
  throw new BadInit(`its init message does not fit the contract at "${fault?.instancePath ?? ''}" (${fault?.message ?? 'unknown rule'})`);
}

async function firstMessage(channel: ForkChannel, timeoutMs: number): Promise<unknown> {
  if (!channel.connected) throw new BadInit('it has no channel to a supervisor');
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      settle(() => {
        reject(new BadInit(`no init message came within ${timeoutMs} ms`));
      });
    }, timeoutMs);
    function settle(act: () => void): void {
      clearTimeout(timer);
      channel.off('message', onMessage);
      channel.off('disconnect', onDisconnect);
      act();
    }
    function onMessage(message: unknown): void {
      settle(() => {
        resolve(message);
      });
    }
    function onDisconnect(): void {
      settle(() => {
        reject(new BadInit('the supervisor went away before its init message'));
      });
    }
    channel.on('message', onMessage);
    channel.on('disconnect', onDisconnect);
  });
}
