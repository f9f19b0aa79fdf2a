import { signal } from '@preact/signals';
import type { LoggedEvent } from '@whatsapp-service/shared/api/logged-event.ts';

export type LiveState = 'connecting' | 'open' | 'lost';

/** The events that change what the page shows. */
const types = [
  'session.state_changed',
  'session.qr',
  'session.pairing_code',
  'backup.created',
  'backup.failed',
  'backup.restored',
  'service.restoration_progress',
  'service.restoration_completed',
] as const;
const redialMs = 2_000;

/** The service's event stream, dialled again whenever it is cut. */
export class LiveEvents {
  readonly state = signal<LiveState>('connecting');
  readonly #listeners = new Set<(event: LoggedEvent) => void>();
  readonly #turnListeners = new Set<() => void>();
  #source: EventSource | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;

  open(): void {
    if (this.#source !== undefined) return;
    const source = new EventSource(`api/v1/events/stream?types=${types.join(',')}`);
    this.#source = source;
    source.addEventListener('open', () => {
      this.state.value = 'open';
      this.#tellTurn();
    });
    source.addEventListener('error', () => {
      const wasDialling = this.state.value === 'connecting';
      this.state.value = 'lost';
      if (wasDialling) this.#tellTurn();
      // The browser dials by itself after a cut, but gives up after an answer such as 503.
      if (source.readyState === EventSource.CLOSED) this.#redialLater();
    });
    for (const type of types) source.addEventListener(type, (message: MessageEvent<string>) => this.#tell(message));
  }

  close(): void {
    clearTimeout(this.#timer);
    this.#source?.close();
    this.#source = undefined;
    this.state.value = 'connecting';
  }

  /** Calls back for each event until the returned function is called. */
  listen(listener: (event: LoggedEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Calls back whenever the stream is there, and where it cannot be dialled at first: what happened meanwhile has to be asked for. */
  onTurn(listener: () => void): () => void {
    this.#turnListeners.add(listener);
    return () => this.#turnListeners.delete(listener);
  }

  #tellTurn(): void {
    for (const listener of this.#turnListeners) listener();
  }

  #redialLater(): void {
    this.#source?.close();
    this.#source = undefined;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.open(), redialMs);
  }

  #tell(message: MessageEvent<string>): void {
    const event = JSON.parse(message.data) as LoggedEvent;
    for (const listener of this.#listeners) listener(event);
  }
}
