import { enableCompileCache } from 'node:module';
import { join } from 'node:path';
import { freshBundle } from '@whatsapp-service/shared/bundle/fresh-bundle.mjs';
import type * as Supervisor from './run-supervisor.ts';

const root = join(import.meta.dirname, '../../..');
// Before anything large is loaded, which is why the rest comes by a dynamic import. The workers share the folder.
enableCompileCache(join(root, '.wwebjs_cache/node'));

const { runSupervisor } = await load();

await runSupervisor({
  exit: (code) => process.exit(code),
  onDisconnect: (listener) => process.once('disconnect', listener),
});

/** The bundle loads in half the time; sources that were changed since run as they are. */
async function load(): Promise<typeof Supervisor> {
  const bundle = freshBundle(root, 'supervisor');
  return bundle === undefined ? import('./run-supervisor.ts') : ((await import(bundle)) as typeof Supervisor);
}
