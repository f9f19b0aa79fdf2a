import type { Fact } from '@whatsapp-service/shared/ipc/facts.ts';
import type { StartDeadlines } from '@whatsapp-service/shared/ipc/worker-init.ts';
import { connectionVerdict } from '../whatsapp/connection-verdict.ts';
import type { Account } from '../whatsapp/whatsapp-port.ts';
import type { Phases } from './phases.ts';

export interface ConnectionOptions {
  readonly deadlines: StartDeadlines;
  readonly phases: Phases;
  readonly state: (fact: Fact) => void;
  /** The session is connected, at first or again. */
  readonly onConnected: () => void;
  readonly onLost: () => void;
  readonly onUnlinked: () => void;
  /** WhatsApp no longer serves this version of its page. */
  readonly onOutdated: () => void;
}

/** A session's connection from its first "ready" on: lost, back, taken over, unlinked. */
export class Connection {
  readonly #options: ConnectionOptions;
  #account: Account | undefined;
  #isAttached = false;

  constructor(options: ConnectionOptions) {
    this.#options = options;
  }

  /** Whether the session was ready at least once. */
  get wasReady(): boolean {
    return this.#account !== undefined;
  }

  /** Whether the library has attached itself to the present document. */
  get isAttached(): boolean {
    return this.#isAttached;
  }

  /** The library says "ready", perhaps not for the first time. */
  ready(account: Account): void {
    this.#account = account;
    this.#isAttached = true;
    if (this.#options.phases.current !== 'connected') this.#connected(account);
  }

  /** The page went to a new document, into which the library injects itself anew. */
  reloaded(): void {
    const { deadlines, phases } = this.#options;
    this.#isAttached = false;
    this.#lost('The page was reloaded.');
    phases.extend(deadlines.stateKnownMs + deadlines.authenticateMs);
  }

  /** The page's connection state, told by an event or by a probe. */
  stateIs(state: string | null): void {
    const verdict = connectionVerdict(state);
    if (verdict === 'connected') {
      const isBack = this.#options.phases.current === 'reconnecting' && this.#isAttached;
      if (isBack && this.#account !== undefined) this.#connected(this.#account);
    } else if (verdict === 'unlinked') {
      // Before the library is attached to a new document its own question decides.
      if (this.#isAttached) this.#options.onUnlinked();
    } else {
      this.#lost(`WhatsApp Web's connection is ${state ?? 'unknown'}.`);
      if (verdict === 'taken_over') this.#options.phases.extend(null);
      if (verdict === 'outdated') this.#options.onOutdated();
    }
  }

  #connected(account: Account): void {
    this.#options.phases.begin('connected', null);
    this.#options.state({ type: 'ready', ...account });
    this.#options.onConnected();
  }

  #lost(detail: string): void {
    if (this.#options.phases.current !== 'connected') return;
    this.#options.phases.begin('reconnecting', this.#options.deadlines.reconnectMs);
    this.#options.state({ type: 'connection_lost', detail });
    this.#options.onLost();
  }
}
