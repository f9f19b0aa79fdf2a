import { enableCompileCache } from 'node:module';
import { join } from 'node:path';

// Before anything large is loaded, which is why the rest comes by a dynamic import. The workers share the folder.
enableCompileCache(join(import.meta.dirname, '../../../.wwebjs_cache/node'));

const { runSupervisor } = await import('./run-supervisor.ts');

await runSupervisor({
  exit: (code) => process.exit(code),
  onDisconnect: (listener) => process.once('disconnect', listener),
});
