import { createHash } from 'node:crypto';
import type { Hash } from 'node:crypto';
import { closeSync, fsyncSync, mkdirSync, openSync, writeSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Parser } from 'tar';
import type { ReadEntry } from 'tar';
import { BackupRefusal } from './backup-refusal.ts';
import { manifestMaxBytes, manifestName, parseManifest } from './manifest.ts';
import type { Manifest, ManifestFile } from './manifest.ts';

/** The file that is being taken out. */
interface Current {
  readonly file: ManifestFile;
  readonly hash: Hash;
  readonly output: number | undefined;
}

/**
 * Takes out of a tar what its manifest names, in that order, and nothing else: the paths that are written to are those of the
 * manifest, which were checked, never those of the tar. Whatever does not fit is a BackupRefusal.
 */
export class TarContent {
  readonly #target: string | undefined;
  readonly #parser: Parser;
  #fault: BackupRefusal | Error | undefined;
  #manifest: Manifest | undefined;
  readonly #manifestChunks: Buffer[] = [];
  #done = 0;
  #current: Current | undefined;
  #isEnded = false;

  constructor(target: string | undefined) {
    this.#target = target;
    this.#parser = new Parser({ strict: true, onReadEntry: (entry) => this.#guarded(() => this.#begin(entry)) });
    this.#parser.on('error', (error: Error) => {
      this.#fault ??= new BackupRefusal('damaged', `its content is no tar: ${error.message}`, { cause: error });
    });
    this.#parser.on('end', () => {
      this.#isEnded = true;
    });
  }

  write(chunk: Buffer): void {
    this.#parser.write(chunk);
    if (this.#fault !== undefined) throw this.#fault;
  }

  /** The manifest, once everything that it names is there. */
  end(): Manifest {
    this.#parser.end();
    if (this.#fault !== undefined) throw this.#fault;
    if (!this.#isEnded) throw new BackupRefusal('damaged', 'its content ends too early');
    if (this.#manifest === undefined) throw new BackupRefusal('damaged', 'it has no manifest');
    const missing = this.#manifest.files[this.#done];
    if (missing !== undefined) throw new BackupRefusal('damaged', `its file ${JSON.stringify(missing.path)} is missing`);
    return this.#manifest;
  }

  /** Gives up what is half done. */
  close(): void {
    if (this.#current?.output !== undefined) closeSync(this.#current.output);
    this.#current = undefined;
  }

  /** What goes wrong within the parser's own calls is thrown from `write` and `end`. */
  #guarded(step: () => void): void {
    if (this.#fault !== undefined) return;
    try {
      step();
    } catch (error) {
      this.#fault = error instanceof Error ? error : new Error(String(error));
    }
  }

  #begin(entry: ReadEntry): void {
    this.#expect(entry);
    // Only now: one without bytes ends as soon as somebody listens.
    entry.on('data', (chunk) => this.#guarded(() => this.#take(chunk)));
    entry.on('end', () => this.#guarded(() => this.#finish()));
  }

  #expect(entry: ReadEntry): void {
    if (entry.type !== 'File') throw new BackupRefusal('damaged', `it has an entry that is no file but a ${entry.type}`);
    if (this.#manifest === undefined) {
      if (entry.path !== manifestName) throw new BackupRefusal('damaged', 'it does not begin with its manifest');
      if (entry.size > manifestMaxBytes) throw new BackupRefusal('damaged', 'its manifest is too large');
      return;
    }
    const file = this.#manifest.files[this.#done];
    if (file?.path !== entry.path) throw new BackupRefusal('damaged', `its manifest does not name ${JSON.stringify(entry.path)} there`);
    if (file.bytes !== entry.size) throw new BackupRefusal('damaged', `its file ${JSON.stringify(file.path)} has another size`);
    this.#current = { file, hash: createHash('sha256'), output: this.#outputFor(file) };
  }

  #outputFor({ path }: ManifestFile): number | undefined {
    if (this.#target === undefined) return undefined;
    mkdirSync(dirname(join(this.#target, path)), { recursive: true, mode: 0o700 });
    return openSync(join(this.#target, path), 'wx', 0o600);
  }

  #take(chunk: Buffer): void {
    if (this.#current === undefined) {
      this.#manifestChunks.push(chunk);
      return;
    }
    const { hash, output } = this.#current;
    hash.update(chunk);
    if (output === undefined) return;
    for (let done = 0; done < chunk.length;) done += writeSync(output, chunk, done);
  }

  #finish(): void {
    if (this.#manifest === undefined) {
      this.#manifest = parseManifest(Buffer.concat(this.#manifestChunks).toString('utf8'));
      return;
    }
    if (this.#current === undefined) return;
    const { file, hash, output } = this.#current;
    if (output !== undefined) fsyncSync(output);
    this.close();
    if (hash.digest('hex') !== file.sha256)
      throw new BackupRefusal('damaged', `its file ${JSON.stringify(file.path)} has another checksum`);
    this.#done += 1;
  }
}
