/** A copy of a document that notes which of its parts somebody reads. */
export interface Witnessed<T> {
  readonly document: T;
  /** The paths of the keys that nobody has read. */
  readonly unread: () => string[];
}

/** Schemas that are compiled to code pass over a key that they do not know; it is one that they never read. */
export function witnessed<T extends object>(original: T): Witnessed<T> {
  const read = new Set<string>();
  return { document: watch(original, '', read), unread: () => pathsOf(original, '').filter((path) => !read.has(path)) };
}

function watch<T extends object>(value: T, path: string, read: Set<string>): T {
  return new Proxy(value, {
    get(target, key) {
      const found: unknown = Reflect.get(target, key);
      if (typeof key === 'symbol') return found;
      const at = `${path}/${key}`;
      read.add(at);
      return typeof found === 'object' && found !== null ? watch(found, at, read) : found;
    },
  });
}

function pathsOf(value: object, path: string): string[] {
  return Object.entries(value).flatMap(([key, child]: [string, unknown]) => {
    const at = `${path}/${key}`;
    return [at, ...(typeof child === 'object' && child !== null ? pathsOf(child, at) : [])];
  });
}
