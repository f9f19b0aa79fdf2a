import { closeSync, existsSync, fstatSync, openSync, readdirSync, readFileSync, readSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';

/** The last eight bytes of each LevelDB table file (leveldb, table/format.h: kTableMagicNumber). */
const tableMagic = Buffer.from('57fb808b247547db', 'hex');
/** A table's footer: two block handles, padded, and the magic (leveldb, table/format.h). */
const footerBytes = 48;

/** What is wrong with a profile's credential stores, as half a sentence; undefined where nothing is seen. Reads a few bytes of each file. */
export function profileFault(profileDir: string): string | undefined {
  const indexedDb = join(profileDir, 'Default', 'IndexedDB');
  const databases = readdirSync(indexedDb)
    .filter((name) => name.endsWith('.leveldb'))
    .map((name) => join(indexedDb, name));
  if (databases.length === 0) return 'IndexedDB holds no database';
  const stores = [join(profileDir, 'Default', 'Local Storage', 'leveldb'), ...databases];
  for (const store of stores) {
    const fault = storeFault(store);
    if (fault !== undefined) return fault;
  }
  return undefined;
}

function storeFault(folder: string): string | undefined {
  const name = folder.includes('IndexedDB') ? 'IndexedDB' : 'Local Storage';
  if (!existsSync(join(folder, 'CURRENT'))) return `${name} has no CURRENT file`;
  const manifest = readFileSync(join(folder, 'CURRENT'), 'latin1').trim();
  if (!/^MANIFEST-[0-9]+$/.test(manifest)) return `the CURRENT file of ${name} is damaged`;
  const manifestPath = join(folder, manifest);
  if (!existsSync(manifestPath)) return `the MANIFEST file of ${name} is missing`;
  if (statSync(manifestPath).size === 0) return `the MANIFEST file of ${name} is empty`;
  const damaged = readdirSync(folder).find((file) => /\.(ldb|sst)$/.test(file) && !isWholeTable(join(folder, file)));
  return damaged === undefined ? undefined : `the table file ${basename(damaged)} of ${name} is truncated`;
}

function isWholeTable(path: string): boolean {
  const file = openSync(path, 'r');
  try {
    const { size } = fstatSync(file);
    if (size < footerBytes) return false;
    const tail = Buffer.alloc(tableMagic.length);
    readSync(file, tail, 0, tail.length, size - tail.length);
    return tail.equals(tableMagic);
  } finally {
    closeSync(file);
  }
}
