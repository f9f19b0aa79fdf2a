import { signal } from '@preact/signals';
import type { RestorationProgress } from '@whatsapp-service/shared/api/restoration-report.ts';
import type { ServiceInfo } from '@whatsapp-service/shared/api/service-info.ts';
import type { Api } from '../api/api.ts';
import { keepFresh } from '../api/keep-fresh.ts';
import type { LiveEvents } from '../api/live-events.ts';
import { sentenceOf } from '../api/problem.ts';

/** What the service says of itself, asked again and again while somebody looks. */
export class ServiceStore {
  readonly info = signal<ServiceInfo | undefined>(undefined);
  readonly progress = signal<RestorationProgress | undefined>(undefined);
  readonly fault = signal('');
  readonly #api: Api;
  readonly #live: LiveEvents;
  #ends: (() => void)[] = [];

  constructor(api: Api, live: LiveEvents) {
    this.#api = api;
    this.#live = live;
  }

  start(): void {
    this.#ends = [
      keepFresh(this.#live, async () => this.refresh()),
      this.#live.listen(({ type, data }) => {
        if (type === 'service.restoration_progress') this.progress.value = data as unknown as RestorationProgress;
        if (type === 'service.restoration_completed') void this.refresh();
      }),
    ];
  }

  stop(): void {
    for (const end of this.#ends) end();
    this.#ends = [];
  }

  async refresh(): Promise<void> {
    try {
      this.info.value = await this.#api.service();
      this.fault.value = '';
    } catch (error) {
      this.fault.value = sentenceOf(error);
    }
  }
}
