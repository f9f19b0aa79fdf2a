/** The packages whose processes start from a bundle. */
export type BundledPackage = 'supervisor' | 'worker';

/** The entry of a package's bundle when it was made of the very sources that are here, else undefined. Costs some milliseconds: each input is read. */
export function freshBundle(root: string, name: BundledPackage): string | undefined;

/** Where a package's bundle lies: in the package, so that it finds the same dependencies as the sources. */
export function bundleFolder(root: string, name: BundledPackage): string;

/** Changes with the contents of any input (paths relative to the root), and with any dependency's version. */
export function fingerprintOf(root: string, inputs: readonly string[]): string;
