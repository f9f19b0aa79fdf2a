import { EventEmitter, on } from 'node:events';
import type { FaultScope } from '../faults/fault-board.ts';
import type { HelloFrame } from '../protocol/page-frames.ts';
import { LinkOffer, type RefSettings } from './link-offer.ts';
import { DeviceSession, type SessionParts } from './device-session.ts';
import type { Device } from '../accounts/account.ts';
import { PageConnection } from './page-connection.ts';
import type { WebSocket } from 'ws';

/** A page that is connected now. */
export type ConnectionInfo = { phone: string | null; device: string | null; connectedAt: string };

/** A page that is connected now, and how long it was silent at most since a moment. */
export type ConnectionBeats = ConnectionInfo & { longestBeatGapMs: number | null };

type Events = { changed: [] };
type Drop = { scope: FaultScope; until: number };
type Options = SessionParts & { refs: RefSettings };

const helloDeadlineMs = 10_000;
const rememberedRefs = 1_000;

/** Every connected page: those that offer a QR, and those that are a device. */
export class ConnectionHub extends EventEmitter<Events> {
  readonly #options: Options;
  readonly #connections = new Set<PageConnection>();
  readonly #offers = new Map<PageConnection, LinkOffer>();
  readonly #sessions = new Map<string, DeviceSession>();
  readonly #connects = new Map<string, number>();
  readonly #pastRefs = new Set<string>();
  #drops: Drop[] = [];
  #closed = 0;

  constructor(options: Options) {
    super();
    this.#options = options;
    options.faults.onChange(() => this.#onFaults());
  }

  /** Takes over a new WebSocket. */
  accept(webSocket: WebSocket): void {
    const connection = new PageConnection(webSocket);
    this.#connections.add(connection);
    this.emit('changed');
    connection.on('closed', () => this.#forget(connection));
    // A connection that ends in the middle of a login is no error.
    void this.#serve(connection).catch((error: unknown) => {
      if (!connection.signal.aborted) connection.terminate();
      if (!isAbort(error)) throw error;
    });
  }

  list(): ConnectionInfo[] {
    return [...this.#connections].map(({ scope, connectedAt }) => ({
      phone: scope.phone ?? null,
      device: scope.device ?? null,
      connectedAt: connectedAt.toISOString(),
    }));
  }

  /** The connections with their beats since a moment, and how many connections of devices were closed since the start. */
  beats(sinceMs: number): { connections: ConnectionBeats[]; closed: number } {
    const nowMs = Date.now();
    const connections = [...this.#connections].map(({ scope, connectedAt, beats }) => ({
      phone: scope.phone ?? null,
      device: scope.device ?? null,
      connectedAt: connectedAt.toISOString(),
      longestBeatGapMs: beats.longestGapMs(sinceMs, nowMs),
    }));
    return { connections, closed: this.#closed };
  }

  /** How often a device has logged in since the start. */
  connectsOf(deviceId: string): number {
    return this.#connects.get(deviceId) ?? 0;
  }

  session(deviceId: string): DeviceSession | undefined {
    return this.#sessions.get(deviceId);
  }

  sessions(): DeviceSession[] {
    return [...this.#sessions.values()];
  }

  offers(): LinkOffer[] {
    return [...this.#offers.values()];
  }

  /** Whether a ref was shown before and is not any more. */
  isPast(ref: string): boolean {
    return this.#pastRefs.has(ref);
  }

  /** Cuts connections, and refuses new ones of the same pages for a while. */
  drop(durationMs: number, scope: FaultScope = {}): void {
    this.#drops.push({ scope, until: Date.now() + durationMs });
    for (const connection of this.#connections) {
      if (this.#options.faults.concerns(scope, connection.scope)) connection.terminate();
    }
  }

  /** Tells a device's page that it was unlinked. */
  dismiss(device: Device): void {
    const session = this.#sessions.get(device.id);
    session?.connection.send({ kind: 'logout' });
    session?.connection.close();
  }

  /** Resolves as soon as a condition holds, looked at after each change; rejects when the signal aborts first. */
  async whenChanged(condition: () => boolean, signal: AbortSignal): Promise<void> {
    if (condition()) return;
    for await (const _ of on(this, 'changed', { signal })) {
      if (condition()) return;
    }
  }

  closeAll(): void {
    for (const connection of this.#connections) connection.terminate();
  }

  async #serve(connection: PageConnection): Promise<void> {
    const signal = AbortSignal.any([connection.signal, AbortSignal.timeout(helloDeadlineMs)]);
    const hello = await connection.next('hello', signal);
    const { credentials } = hello;
    if (!credentials) return this.#offer(connection, hello);
    const phone = credentials.deviceId.split(':')[0] ?? '';
    connection.scope = { phone, device: credentials.deviceId };
    if (this.#isDown(connection.scope)) return connection.terminate();
    const device = this.#options.accounts.authenticate(credentials);
    if (!device) {
      const { removedDevice } = this.#options.faults.of(connection.scope);
      return connection.send({ kind: 'removed', reload: removedDevice === 'reload' });
    }
    await this.#login(connection, device);
  }

  async #offer(connection: PageConnection, { keys }: HelloFrame): Promise<void> {
    const { faults, refs } = this.#options;
    if (this.#isDown(connection.scope)) return connection.terminate();
    await faults.whileTrue({}, ({ qrNeverComes }) => qrNeverComes, connection.signal);
    const offer = new LinkOffer(connection, keys, {
      ...refs,
      onRefGone: (ref) => this.#rememberRef(ref),
    });
    this.#offers.set(connection, offer);
    offer.offer();
    this.emit('changed');
  }

  async #login(connection: PageConnection, device: Device): Promise<void> {
    const older = this.#sessions.get(device.id);
    const session = new DeviceSession(connection, device, this.#options);
    this.#sessions.set(device.id, session);
    older?.connection.send({ kind: 'conflict' });
    older?.connection.close();
    this.#connects.set(device.id, this.connectsOf(device.id) + 1);
    this.emit('changed');
    await session.run();
  }

  #isDown(scope: FaultScope): boolean {
    const now = Date.now();
    this.#drops = this.#drops.filter(({ until }) => now < until);
    if (this.#options.faults.of(scope).connectionDown) return true;
    return this.#drops.some((drop) => this.#options.faults.concerns(drop.scope, scope));
  }

  #onFaults(): void {
    for (const connection of this.#connections) {
      if (this.#options.faults.of(connection.scope).connectionDown) connection.terminate();
    }
    for (const session of this.#sessions.values()) session.showFaults();
  }

  #rememberRef(ref: string): void {
    this.#pastRefs.add(ref);
    const [oldest] = this.#pastRefs;
    if (this.#pastRefs.size > rememberedRefs && oldest !== undefined) this.#pastRefs.delete(oldest);
  }

  #forget(connection: PageConnection): void {
    this.#connections.delete(connection);
    this.#offers.delete(connection);
    const { device } = connection.scope;
    if (device !== undefined) this.#closed += 1;
    if (device !== undefined && this.#sessions.get(device)?.connection === connection) this.#sessions.delete(device);
    this.emit('changed');
  }
}

function isAbort(error: unknown): boolean {
  return error instanceof Error && (error.name === 'AbortError' || error.name === 'TimeoutError');
}
