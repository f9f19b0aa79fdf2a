import { Model } from '#page/core/model.ts';

type Actions = { logout(): Promise<void>; takeover(): void; reconnect(): void };

export class SocketModel extends Model {
  state = 'UNLAUNCHED';
  hasSynced = false;
  #actions: Actions | undefined;

  /** The connection's side of the three calls below; it depends on this model, not the other way round. */
  attach(actions: Actions): void {
    this.#actions = actions;
  }

  async logout(): Promise<void> {
    await this.#actions?.logout();
  }

  takeover(): void {
    this.#actions?.takeover();
  }

  reconnect(): void {
    this.#actions?.reconnect();
  }
}

/** The connection's state: OPENING, UNPAIRED, UNPAIRED_IDLE, PAIRING, CONNECTED, TIMEOUT, CONFLICT. */
export const Socket = new SocketModel();
