import { serverLink } from '#page/socket/server-link.ts';
import { Model } from '#page/core/model.ts';

export class StreamModel extends Model {
  available = false;

  markAvailable(): void {
    this.#mark(true);
  }

  markUnavailable(): void {
    this.#mark(false);
  }

  #mark(available: boolean): void {
    this.set({ available });
    serverLink.notify('presence', { available });
  }
}

/** Whether this device shows itself as online. */
export const Stream = new StreamModel();
