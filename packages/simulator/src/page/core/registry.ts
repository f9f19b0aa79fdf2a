const modules = new Map<string, unknown>();
let missing: ReadonlySet<string> = new Set();

/** Offers a module under the name that `window.require` takes; an export of that very name is the module itself. */
export function registerModule(name: string, namespace: object): void {
  modules.set(name, Object.hasOwn(namespace, name) ? Reflect.get(namespace, name) : { ...namespace });
}

/** Makes modules vanish, as when WhatsApp renames one in a release. */
export function hideModules(names: readonly string[]): void {
  missing = new Set(names);
}

/** What `window.require` is; throws for an unknown name as the real one does. */
export function requireModule(name: string): unknown {
  if (missing.has(name) || !modules.has(name)) throw new Error(`Requiring unknown module "${name}"`);
  return modules.get(name);
}
