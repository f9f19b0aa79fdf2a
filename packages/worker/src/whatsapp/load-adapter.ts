import { deferRareModules } from './library/rare-modules.ts';
import type * as Adapter from './whatsapp-web-adapter.ts';

/** Loads the library behind our port, which is most of a worker's start. */
export async function loadAdapter(): Promise<typeof Adapter> {
  deferRareModules();
  return import('./whatsapp-web-adapter.ts');
}
