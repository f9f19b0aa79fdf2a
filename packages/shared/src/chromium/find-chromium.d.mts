/** A browser that was found on this machine. */
export interface FoundChromium {
  readonly path: string;
  readonly kind: 'headless-shell' | 'chromium';
}

/** What `findChromium` asks of the file system; tests hand in their own. */
export interface ChromiumFs {
  isExecutable(path: string): boolean;
  readHead(path: string): string;
  realpath(path: string): string;
  list(path: string): string[];
}

/** Where `findChromium` looks. */
export interface ChromiumSearch {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The folder that the bootstrap downloads a browser into; looked at last. */
  readonly browsersDir?: string;
  readonly fs?: ChromiumFs;
}

/** The browser to use: `CHROMIUM_PATH`, else the first one on the PATH, else one in `browsersDir`; undefined when there is none. Throws when `CHROMIUM_PATH` names no executable file. */
export function findChromium(search: ChromiumSearch): FoundChromium | undefined;

/** A full Chromium, whatever the service would choose; undefined when there is none where packages put it. */
export function findFullChromium(fs?: Pick<ChromiumFs, 'isExecutable'>): FoundChromium | undefined;
