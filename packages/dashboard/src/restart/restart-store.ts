import { signal } from '@preact/signals';
import type { EndMode, RestartPreview } from '@whatsapp-service/shared/api/restart-view.ts';
import type { RestorationProgress, RestorationReport } from '@whatsapp-service/shared/api/restoration-report.ts';
import type { Api } from '../api/api.ts';
import { sentenceOf } from '../api/problem.ts';
import { forgetRestart, keepRestart, keptRestart } from './kept-restart.ts';
import type { KeptRestart } from './kept-restart.ts';

/** A restart that somebody asked for here, until its report is read. */
export type RestartState =
  | { readonly step: 'none' }
  | { readonly step: 'going_down'; readonly mode: EndMode }
  | { readonly step: 'restoring'; readonly mode: EndMode; readonly progress: RestorationProgress }
  | { readonly step: 'done'; readonly mode: EndMode; readonly report: RestorationReport | null }
  | { readonly step: 'failed'; readonly message: string };

const pollMs = 300;
const atMostMs = 5 * 60_000;

/** Restarts the service and follows it over its absence. */
export class RestartStore {
  readonly state = signal<RestartState>({ step: 'none' });
  readonly #api: Api;

  constructor(api: Api) {
    this.#api = api;
    const kept = keptRestart();
    if (kept !== undefined) this.#begin(kept);
  }

  async preview(mode: EndMode): Promise<RestartPreview> {
    return this.#api.restartPreview(mode);
  }

  /** Begins the restart; throws where it is refused. */
  async restart({ confirm_token: token, mode }: RestartPreview): Promise<void> {
    const { started_at: before } = await this.#api.service();
    await this.#api.restart(token, mode);
    this.#begin({ mode, before, untilMs: Date.now() + atMostMs });
  }

  dismiss(): void {
    this.state.value = { step: 'none' };
  }

  #begin(restart: KeptRestart): void {
    keepRestart(restart);
    this.state.value = { step: 'going_down', mode: restart.mode };
    void this.#follow(restart).finally(forgetRestart);
  }

  async #follow({ mode, before, untilMs }: KeptRestart): Promise<void> {
    let last = 'no answer';
    while (Date.now() < untilMs) {
      await new Promise((resolve) => setTimeout(resolve, pollMs));
      try {
        if (await this.#look(mode, before)) return;
      } catch (error) {
        last = sentenceOf(error);
      }
    }
    this.state.value = { step: 'failed', message: `The service is not back after five minutes: ${last}` };
  }

  /** Whether everything is as it should be again. */
  async #look(mode: EndMode, before: string): Promise<boolean> {
    const info = await this.#api.service();
    if (info.started_at === before) return false;
    if (info.status === 'restoring') {
      const answer = await fetch('readyz', { signal: AbortSignal.timeout(5_000) });
      const { restoration } = (await answer.json()) as { restoration: RestorationProgress };
      this.state.value = { step: 'restoring', mode, progress: restoration };
      return false;
    }
    this.state.value = { step: 'done', mode, report: info.last_restoration };
    return true;
  }
}
