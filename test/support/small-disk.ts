import { execFileSync } from 'node:child_process';
import { closeSync, mkdirSync, openSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';

/** Why no file system can be mounted here; undefined where one can. */
export function mountRefusal(folder: string): string | undefined {
  if (process.getuid?.() !== 0) return 'a file system of its own can be mounted by root alone';
  try {
    const probe = SmallDisk.mount(join(folder, 'mount-probe'), 1);
    probe.unmount();
    return undefined;
  } catch (error) {
    return `no file system can be mounted here (${error instanceof Error ? error.message.split('\n')[0] : String(error)})`;
  }
}

/** A real file system of a few megabytes: it can be filled and emptied. */
export class SmallDisk {
  readonly path: string;
  readonly #image: string | undefined;

  private constructor(path: string, image?: string) {
    this.path = path;
    this.#image = image;
  }

  /** A tmpfs of this size. */
  static mount(path: string, megabytes: number): SmallDisk {
    mkdirSync(path, { recursive: true, mode: 0o700 });
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m,mode=0700`, 'tmpfs', path], { stdio: 'pipe' });
    return new SmallDisk(path);
  }

  /** An ext4 in a file, which can fail as a real disk does: see `fail`. */
  static mountExt4(path: string, image: string, megabytes: number): SmallDisk {
    mkdirSync(path, { recursive: true, mode: 0o700 });
    execFileSync('truncate', ['-s', `${megabytes}M`, image]);
    execFileSync('mkfs.ext4', ['-q', image], { stdio: 'pipe' });
    execFileSync('mount', ['-o', 'loop', image, path], { stdio: 'pipe' });
    return new SmallDisk(path, image);
  }

  get #ballast(): string {
    return join(this.path, 'ballast');
  }

  /** Takes the room that is left, to the last byte. */
  fill(): void {
    const file = openSync(this.#ballast, 'a');
    try {
      for (const size of [1024 * 1024, 4_096, 1]) fillBy(file, Buffer.alloc(size));
    } finally {
      closeSync(file);
    }
  }

  /** Gives the room back. */
  free(): void {
    rmSync(this.#ballast, { force: true });
  }

  /** Makes a tmpfs larger or smaller. */
  resize(megabytes: number): void {
    execFileSync('mount', ['-o', `remount,size=${megabytes}m`, this.path], { stdio: 'pipe' });
  }

  /** What ext4 does on an error of its disk: it is read-only from now on, also for files that are open (mount option "abort"). */
  fail(): void {
    execFileSync('mount', ['-o', 'remount,abort', this.path], { stdio: 'pipe' });
  }

  /** As an administrator does it; refused by the system while a file is open for writing. */
  makeReadOnly(): void {
    execFileSync('mount', ['-o', 'remount,ro', this.path], { stdio: 'pipe' });
  }

  unmount(): void {
    execFileSync('umount', ['-l', this.path], { stdio: 'pipe' });
    if (this.#image !== undefined) rmSync(this.#image, { force: true });
  }
}

function fillBy(file: number, piece: Buffer): void {
  try {
    while (writeSync(file, piece) > 0);
  } catch {
    // No piece of this size fits any more.
  }
}
