// The real service with the workers of test/fixtures/workers, and with a time that a test lets pass: {"passMs": 900000} by its channel.
import { join } from 'node:path';
import { runSupervisor } from '@whatsapp-service/supervisor/run-supervisor.ts';
import { PassingTime } from './passing-time.ts';

const time = new PassingTime();

process.on('message', (message: unknown) => {
  if (typeof message !== 'object' || message === null || !('passMs' in message) || typeof message.passMs !== 'number') return;
  time.pass(message.passMs);
  process.send?.({ answer: message.passMs });
});
process.channel?.unref();

await runSupervisor({
  exit: (code) => process.exit(code),
  onDisconnect: (listener) => process.once('disconnect', listener),
  workerEntry: join(import.meta.dirname, '../fixtures/workers/main.ts'),
});
