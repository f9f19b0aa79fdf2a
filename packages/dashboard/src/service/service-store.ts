import { signal } from '@preact/signals';
import type { RestorationProgress } from '@whatsapp-service/shared/api/restoration-report.ts';
import type { ServiceInfo } from '@whatsapp-service/shared/api/service-info.ts';
import type { Api } from '../api/api.ts';
import { inTurns } from '../api/in-turns.ts';
import { keepFresh } from '../api/keep-fresh.ts';
import type { LiveEvents } from '../api/live-events.ts';
import { sentenceOf } from '../api/problem.ts';

/** What the service says of itself, asked again and again while somebody looks. */
export class ServiceStore {
  readonly info = signal<ServiceInfo | undefined>(undefined);
  readonly progress = signal<RestorationProgress | undefined>(undefined);
  readonly fault = signal('');
  readonly refresh = inTurns(async () => this.#ask());
  readonly #api: Api;
  readonly #live: LiveEvents;
  /** How often it was stopped: what was asked before is of no concern any more. */
  #stops = 0;
  #ends: (() => void)[] = [];

  constructor(api: Api, live: LiveEvents) {
    this.#api = api;
    this.#live = live;
  }

  start(): void {
    this.#ends = [
      keepFresh(this.#live, this.refresh),
      this.#live.listen(({ type, data }) => {
        if (type === 'service.restoration_progress') this.progress.value = data as unknown as RestorationProgress;
        if (type === 'service.restoration_completed') void this.refresh();
      }),
    ];
  }

  /** Forgets everything: whoever signs in next may not see it. */
  stop(): void {
    for (const end of this.#ends) end();
    this.#ends = [];
    this.#stops += 1;
    this.info.value = undefined;
    this.progress.value = undefined;
    this.fault.value = '';
  }

  async #ask(): Promise<void> {
    const stops = this.#stops;
    try {
      const info = await this.#api.service();
      if (stops !== this.#stops) return;
      this.info.value = info;
      this.fault.value = '';
    } catch (error) {
      if (stops === this.#stops) this.fault.value = sentenceOf(error);
    }
  }
}
