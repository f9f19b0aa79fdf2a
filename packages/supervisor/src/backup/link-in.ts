import { lstatSync } from 'node:fs';
import { join } from 'node:path';

/** The first link on the way from a folder to a path in it: a browser makes none in a login, and what one leads to is not the login's. */
export function linkIn(folder: string, path: string): string | undefined {
  const names = path.split('/');
  return names
    .map((_name, index) => join(folder, ...names.slice(0, index + 1)))
    .find((each) => lstatSync(each, { throwIfNoEntry: false })?.isSymbolicLink() === true);
}

/** Why a login is not copied that has a link in it, as a part of a sentence. */
export function linkFault(link: string): string {
  return `${link} is a link, which no browser makes; what it leads to is not copied`;
}
