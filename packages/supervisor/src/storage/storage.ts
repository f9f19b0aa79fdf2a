import type { Degradation, StorageInfo } from '@whatsapp-service/shared/api/service-info.ts';
import { statfsSync } from 'node:fs';
import type { DatabaseSync } from 'node:sqlite';
import type { Logger } from 'pino';
import { isoTime } from '@whatsapp-service/shared/time/clock.ts';
import type { Clock } from '@whatsapp-service/shared/time/clock.ts';
import { openDatabase } from './database.ts';
import { FolderWatch, leastFreeBytes } from './folder-watch.ts';
import { WriteGate } from './write-gate.ts';

export interface StorageOptions {
  readonly folders: { readonly AUTH_DIR: string; readonly CACHE_DIR: string; readonly DATA_DIR: string };
  readonly clock: Clock;
  readonly logger: Logger;
}

/** For the log, the sends and whatever else the service writes. */
const reserveBytes = 64 * 1024 * 1024;

/** The database, the way to it, and how the disk is doing. */
export class Storage {
  readonly database: DatabaseSync;
  readonly writes: WriteGate;
  readonly #options: StorageOptions;
  readonly #watch: FolderWatch;
  readonly #lookers = new Set<() => void>();
  readonly #closers = new Set<() => void>();
  #sinceMs: number | undefined;

  constructor(options: StorageOptions) {
    const { folders, clock, logger } = options;
    this.#options = options;
    this.database = openDatabase(folders.DATA_DIR);
    this.writes = new WriteGate({
      database: this.database,
      clock,
      hasRoom: () => hasFreeBytes(folders.DATA_DIR, leastFreeBytes),
      onRefused: (fault) => {
        logger.error(
          `DATA_DIR (${folders.DATA_DIR}) refuses to be written to: ${fault}. The sessions go on; what has to be kept waits in memory`,
        );
      },
      onAccepted: (written, refusedForMs) => {
        logger.info(`DATA_DIR is written to again after ${Math.round(refusedForMs / 1_000)} s: ${written} writes that waited are made`);
      },
      onLeftOut: (error) => {
        logger.error({ err: error }, 'A write that waited for the disk failed and is left out');
      },
    });
    this.#watch = new FolderWatch({
      folders,
      clock,
      onChange: (setting, fault) => {
        if (fault === null) logger.info(`${setting} can be written to again`);
        else logger.error(fault);
      },
      onLook: () => {
        this.#look();
      },
    });
    this.#look();
  }

  /** Why nothing can be kept now, as a sentence. */
  get fault(): string | undefined {
    const refusal = this.writes.refusal;
    return refusal === undefined ? this.#watch.faultOf('DATA_DIR') : `DATA_DIR refuses: ${refusal.fault}.`;
  }

  /** Why no browser can start now, as a sentence. */
  get startFault(): string | undefined {
    return this.#watch.faultOf('AUTH_DIR', 'CACHE_DIR');
  }

  get degradation(): Degradation | undefined {
    const message = this.fault ?? this.startFault;
    if (message === undefined) return undefined;
    const sinceMs = this.writes.refusal?.sinceMs ?? this.#sinceMs ?? this.#options.clock.now();
    return { code: 'storage_unavailable', message, since: isoTime(sinceMs) };
  }

  get info(): StorageInfo {
    return {
      status: this.degradation === undefined ? 'ok' : 'unavailable',
      waiting_writes: this.writes.refusal?.waiting ?? 0,
      folders: this.#watch.states.map(({ setting, fault, freeBytes, volatile }) => ({ setting, fault, free_bytes: freeBytes, volatile })),
    };
  }

  /** Whether DATA_DIR takes so many bytes and has room afterwards for what has to be kept. */
  hasRoomFor(bytes: number): boolean {
    if (this.fault !== undefined) return false;
    return hasFreeBytes(this.#options.folders.DATA_DIR, bytes + reserveBytes);
  }

  /** Calls back after each look at the folders. */
  onLook(looker: () => void): void {
    this.#lookers.add(looker);
  }

  /** Calls back before the database is closed: what is in memory alone is to be written now. */
  beforeClose(closer: () => void): void {
    this.#closers.add(closer);
  }

  stopWatching(): void {
    this.#watch.close();
  }

  /** Throws where something could not be written to the end. */
  close(): void {
    this.#watch.close();
    for (const closer of this.#closers) closer();
    const lost = this.writes.close();
    this.database.close();
    if (lost > 0) throw new Error(`${lost} writes are lost: the disk of DATA_DIR refused them to the end.`);
  }

  #look(): void {
    const isWell = this.#watch.faultOf('AUTH_DIR', 'CACHE_DIR', 'DATA_DIR') === undefined;
    this.#sinceMs = isWell ? undefined : (this.#sinceMs ?? this.#options.clock.now());
    for (const looker of this.#lookers) looker();
  }
}

/** False also where the disk does not answer. */
function hasFreeBytes(path: string, bytes: number): boolean {
  try {
    const { bavail, bsize } = statfsSync(path);
    return bavail * bsize >= bytes;
  } catch {
    return false;
  }
}
