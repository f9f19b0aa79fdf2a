import { createRequire, Module } from 'node:module';
import { dirname, join } from 'node:path';
import { errorCodeOf } from '@whatsapp-service/shared/errors/error-code.ts';

/**
 * A third of what the library and puppeteer load at their start is for what a session does seldom or never. Each of these modules is
 * loaded when it is used; nothing of it is changed, and where a version has no such file any more, nothing happens.
 */
export function deferRareModules(): void {
  const library = createRequire(createRequire(import.meta.url).resolve('whatsapp-web.js'));
  // Files that are sent: their types, those that come from a URL, stickers.
  for (const name of ['mime', 'node-fetch', 'node-webpmux']) deferPackage(library, name);
  const puppeteer = createRequire(library.resolve('puppeteer'));
  ignoreConfigurationFiles(puppeteer);
  const core = createRequire(puppeteer.resolve('puppeteer-core'));
  keepQuiet(core);
  // WebDriver BiDi and WebSockets: a session's browser speaks CDP over a pipe.
  for (const file of ['bidi/BrowserConnector.js', 'node/NodeWebSocketTransport.js']) deferFile(core, 'puppeteer-core', file);
  const browsers = createRequire(core.resolve('@puppeteer/browsers'));
  // Downloads of browsers.
  for (const file of ['httpUtil.js', 'install.js', 'CLI.js']) deferFile(core, '@puppeteer/browsers', file);
  deferPackage(browsers, 'semver');
}

function deferPackage(require: NodeJS.Require, name: string): void {
  const path = pathOf(require, name);
  if (path !== undefined) defer(require, path, { isTranspiled: false });
}

/** Undefined where a version does without this package: what is put off must not be what keeps a worker from starting. */
function pathOf(require: NodeJS.Require, name: string): string | undefined {
  try {
    return require.resolve(name);
  } catch (error) {
    if (errorCodeOf(error) === 'MODULE_NOT_FOUND') return undefined;
    throw error;
  }
}

/** A file beside a package's main one. */
function deferFile(require: NodeJS.Require, name: string, file: string): void {
  defer(require, join(dirname(require.resolve(name)), file), { isTranspiled: true });
}

/** Puts something in place of a CommonJS module that becomes the module as soon as anything of it is asked for. */
function defer(require: NodeJS.Require, path: string, { isTranspiled }: { readonly isTranspiled: boolean }): void {
  let real: object | undefined;
  const load = (): object => {
    if (real === undefined) {
      if (require.cache[path]?.exports === exports) Reflect.deleteProperty(require.cache, path);
      real = require(path) as object;
    }
    return real;
  };
  // An arrow function can be called, and has no property that has to be shown.
  const exports: unknown = new Proxy((): void => undefined, {
    // The helpers of TypeScript ask for this one at once.
    get: (_target, key) => (key === '__esModule' ? isTranspiled : (Reflect.get(load(), key) as unknown)),
    set: (_target, key, value) => Reflect.set(load(), key, value),
    has: (_target, key) => Reflect.has(load(), key),
    ownKeys: () => Reflect.ownKeys(load()),
    getOwnPropertyDescriptor: (_target, key) => {
      const descriptor = Reflect.getOwnPropertyDescriptor(load(), key);
      return descriptor && { ...descriptor, configurable: true };
    },
    apply: (_target, self, args): unknown => Reflect.apply(load() as () => unknown, self, args),
  });
  provide(require, path, exports);
}

/**
 * Puppeteer would look for a file of settings from the working directory up to the root, and run one that is a program. A session's browser
 * is started with our options alone, whatever such a file says.
 */
function ignoreConfigurationFiles(puppeteer: NodeJS.Require): void {
  provide(puppeteer, pathOf(puppeteer, 'cosmiconfig'), { cosmiconfigSync: () => ({ search: () => null }) });
}

/**
 * For each message from and to the browser puppeteer makes a logger anew, only to find that it is off: nobody hands DEBUG to a worker. That
 * is an eighth of what a worker does until it is connected.
 */
function keepQuiet(core: NodeJS.Require): void {
  provide(core, pathOf(core, 'debug'), () => () => undefined);
}

/** Answers the next `require` of the file; one that is loaded already stays. */
function provide(require: NodeJS.Require, path: string | undefined, exports: unknown): void {
  if (path === undefined) return;
  require.cache[path] ??= Object.assign(new Module(path), { filename: path, loaded: true, exports });
}
