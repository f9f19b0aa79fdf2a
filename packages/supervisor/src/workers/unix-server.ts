import { chmodSync, mkdirSync, rmSync, statSync } from 'node:fs';
import { createServer } from 'node:net';
import type { Server, Socket } from 'node:net';
import { dirname } from 'node:path';

const lookEveryMs = 1_000;

/** A Unix socket in a folder that only this user can enter. Where its file is deleted or replaced, it listens anew; connections are not touched. */
export class UnixServer {
  readonly path: string;
  readonly #onSocket: (socket: Socket) => void;
  readonly #onHealed: () => void;
  #server: Server;
  /** Undefined where a file could not be made. */
  #inode: bigint | undefined;
  #timer: NodeJS.Timeout | undefined;
  #isHealing = false;
  #isClosed = false;

  private constructor(path: string, onSocket: (socket: Socket) => void, onHealed: () => void) {
    this.path = path;
    this.#onSocket = onSocket;
    this.#onHealed = onHealed;
    this.#server = createServer(onSocket);
  }

  /** `onHealed` is told each time the file had to be made again. */
  static async listen(path: string, onSocket: (socket: Socket) => void, onHealed: () => void): Promise<UnixServer> {
    const server = new UnixServer(path, onSocket, onHealed);
    await server.#open();
    server.#timer = setInterval(() => void server.#look(), lookEveryMs).unref();
    return server;
  }

  /** Resolves once every connection has ended. */
  async close(): Promise<void> {
    this.#isClosed = true;
    clearInterval(this.#timer);
    await closed(this.#server);
    rmSync(this.path, { force: true });
  }

  async #open(): Promise<void> {
    mkdirSync(dirname(this.path), { recursive: true, mode: 0o700 });
    chmodSync(dirname(this.path), 0o700);
    // The data folder is ours alone (its lock says so): a socket file that is there is left over.
    rmSync(this.path, { force: true });
    await listening(this.#server, this.path);
    chmodSync(this.path, 0o600);
    this.#inode = inodeOf(this.path);
  }

  async #look(): Promise<void> {
    if (this.#isHealing || this.#isClosed || inodeOf(this.path) === this.#inode) return;
    this.#isHealing = true;
    try {
      // Its connections keep the old server open; it only accepts no more.
      this.#server.close();
      this.#server = createServer(this.#onSocket);
      await this.#open();
      this.#onHealed();
    } catch {
      // The disk refuses: the next look tries again.
      this.#inode = undefined;
    } finally {
      this.#isHealing = false;
    }
  }
}

async function listening(server: Server, path: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(path, () => {
      server.off('error', reject);
      resolve();
    });
  });
}

async function closed(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => {
      resolve();
    });
  });
}

/** 0 where there is no file. */
function inodeOf(path: string): bigint {
  try {
    return statSync(path, { bigint: true }).ino;
  } catch {
    return 0n;
  }
}
