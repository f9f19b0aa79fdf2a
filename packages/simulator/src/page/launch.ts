import { registerModule, requireModule } from '#page/core/registry.ts';
import { onFaults } from '#page/socket/fault-frames.ts';
import { startPage } from '#page/socket/start-page.ts';

type Settings = { modules: Record<string, object>; missingModules: readonly string[]; logoutNavigatesFirst: boolean };

const version = '2.3000.1030000000';

/** Offers the modules to `window.require` and connects. */
export function launch({ modules, ...faults }: Settings): void {
  for (const [name, namespace] of Object.entries(modules)) registerModule(name, namespace);
  onFaults(faults);
  Object.assign(window, { Debug: { VERSION: version }, require: requireModule });
  startPage();
}
