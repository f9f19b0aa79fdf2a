// The service as it is, with workers that speak the protocol and have no browser.
import { join } from 'node:path';
import { freshBundle } from '@whatsapp-service/shared/bundle/fresh-bundle.mjs';
import type * as Supervisor from '@whatsapp-service/supervisor/run-supervisor.ts';

const root = join(import.meta.dirname, '../../..');
const bundle = freshBundle(root, 'supervisor');
const { runSupervisor } =
  bundle === undefined ? await import('@whatsapp-service/supervisor/run-supervisor.ts') : ((await import(bundle)) as typeof Supervisor);

await runSupervisor({
  exit: (code) => process.exit(code),
  onDisconnect: (listener) => process.once('disconnect', listener),
  workerEntry: join(root, 'test/fixtures/workers/main.ts'),
});
