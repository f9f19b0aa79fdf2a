import { EventEmitter, on } from 'node:events';

/** Everything that can be made to go wrong, and stays so until it is cleared. */
export type Faults = {
  /** Between being logged in and being synced. */
  syncDelayMs: number;
  /** Between taking a message and acknowledging it. */
  sendDelayMs: number;
  /** The document is asked for and never comes. */
  htmlNeverArrives: boolean;
  /** The page's script is asked for and never comes. */
  scriptNeverArrives: boolean;
  /** Connections are closed at once. */
  connectionDown: boolean;
  /** The page never learns whether its login is right. */
  loginNeverCompletes: boolean;
  /** The page is logged in and never synced. */
  syncNeverCompletes: boolean;
  /** An unlinked page gets no ref. */
  qrNeverComes: boolean;
  /** The page's script spins as soon as it is connected. */
  pageHang: boolean;
  /** Names that `window.require` does not know. */
  missingModules: string[];
  /** What came while a device was away reaches its page before it is synced, or once somebody listens. */
  offlineDelivery: 'before' | 'after';
  /** A device removed while it was away: the page goes to its QR, or reloads. */
  removedDevice: 'stay' | 'reload';
  /** Requests of the page that the server takes and does nothing about: archived chats, edits and the like quietly do not happen. */
  ignoredRequests: string[];
  /** For so long after it was sent a message can be edited, or deleted for everyone. */
  editWindowMs: number;
  revokeWindowMs: number;
  /** logout() in the page leaves the document before it answers. */
  logoutNavigatesFirst: boolean;
};

/** Whom a fault concerns: everybody, one account, or one of its devices. */
export type FaultScope = { phone?: string; device?: string };

/** A set of faults and whom it concerns. */
export type FaultEntry = { scope: FaultScope; faults: Partial<Faults> };

const none: Faults = {
  syncDelayMs: 0,
  sendDelayMs: 0,
  htmlNeverArrives: false,
  scriptNeverArrives: false,
  connectionDown: false,
  loginNeverCompletes: false,
  syncNeverCompletes: false,
  qrNeverComes: false,
  pageHang: false,
  missingModules: [],
  offlineDelivery: 'after',
  removedDevice: 'stay',
  ignoredRequests: [],
  editWindowMs: 15 * 60_000,
  revokeWindowMs: 60 * 3_600_000,
  logoutNavigatesFirst: false,
};

function scopeKey({ phone, device }: FaultScope): string {
  return device === undefined ? `phone ${phone ?? ''}` : `device ${device}`;
}

function phoneOf({ phone, device }: FaultScope): string | undefined {
  return phone ?? device?.split(':')[0];
}

/** The faults in force; a device's go before its account's, and these before everybody's. */
export class FaultBoard {
  readonly #entries = new Map<string, FaultEntry>();
  readonly #events = new EventEmitter<{ changed: [] }>().setMaxListeners(0);
  readonly #defaults: Faults;

  constructor(defaults: Partial<Faults> = {}) {
    this.#defaults = { ...none, ...defaults };
  }

  /** Adds to the faults of a scope. */
  set(faults: Partial<Faults>, scope: FaultScope = {}): void {
    const key = scopeKey(scope);
    this.#entries.set(key, { scope, faults: { ...this.#entries.get(key)?.faults, ...faults } });
    this.#events.emit('changed');
  }

  /** Makes these the only faults of a scope. */
  replace(faults: Partial<Faults>, scope: FaultScope = {}): void {
    this.#entries.set(scopeKey(scope), { scope, faults });
    this.#events.emit('changed');
  }

  /** Takes the faults of a scope away; of all scopes without one. */
  clear(scope?: FaultScope): void {
    if (scope) this.#entries.delete(scopeKey(scope));
    else this.#entries.clear();
    this.#events.emit('changed');
  }

  list(): FaultEntry[] {
    return [...this.#entries.values()];
  }

  onChange(listener: () => void): void {
    this.#events.on('changed', listener);
  }

  /** The faults that concern somebody. */
  of(scope: FaultScope): Faults {
    const phone = phoneOf(scope);
    const scopes: FaultScope[] = [{}];
    if (phone !== undefined) scopes.push({ phone });
    if (scope.device !== undefined) scopes.push({ device: scope.device });
    return scopes.reduce<Faults>((all, each) => ({ ...all, ...this.#entries.get(scopeKey(each))?.faults }), this.#defaults);
  }

  /** Whether what is said of `scope` concerns `somebody`. */
  concerns(scope: FaultScope, somebody: FaultScope): boolean {
    if (scope.device !== undefined) return scope.device === somebody.device;
    return scope.phone === undefined || scope.phone === phoneOf(somebody);
  }

  /** Waits while a fault is in force; rejects when the signal aborts, which whoever waits does in the end. */
  async whileTrue(scope: FaultScope, fault: (faults: Faults) => boolean, signal: AbortSignal): Promise<void> {
    if (!fault(this.of(scope))) return;
    for await (const _ of on(this.#events, 'changed', { signal })) {
      if (!fault(this.of(scope))) return;
    }
  }
}
