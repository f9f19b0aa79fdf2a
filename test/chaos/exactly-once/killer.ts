import { setTimeout as delay } from 'node:timers/promises';
import type { Lab } from '../../support/lab.ts';
import type { ServiceProcess } from '../../support/service-process.ts';
import { until } from '../../support/until.ts';
import type { Chance } from './chance.ts';

export const victims = ['worker', 'browser', 'service'] as const;
export type Victim = (typeof victims)[number];

export interface KillerOptions {
  readonly lab: Lab;
  readonly service: ServiceProcess;
  readonly env: NodeJS.ProcessEnv;
  readonly sessionIds: readonly [string, ...string[]];
  readonly chance: Chance;
}

/** Kills processes of a running service, and starts the service again where it was the victim. */
export class Killer {
  readonly kills: Record<Victim, number> = { worker: 0, browser: 0, service: 0 };
  readonly #options: KillerOptions;
  #service: ServiceProcess;

  constructor(options: KillerOptions) {
    this.#options = options;
    this.#service = options.service;
  }

  get service(): ServiceProcess {
    return this.#service;
  }

  async kill(victim: Victim): Promise<void> {
    const { chance, sessionIds } = this.#options;
    const sessionId = chance.of(sessionIds);
    await delay(chance.next() * 40);
    if (victim === 'service') await this.#killService(sessionId);
    else await until(`a ${victim} of ${sessionId} is killed`, () => this.#killProcess(sessionId, victim), 60_000);
    this.kills[victim] += 1;
    // A person's start wipes the slate: else the session would be given up after the sixth kill.
    for (const id of sessionIds) await this.#service.api('POST', `/api/v1/sessions/${id}/start`).catch(() => undefined);
  }

  async #killService(sessionId: string): Promise<void> {
    await this.#service.stop('SIGKILL');
    // Sometimes nobody is there who could be taken over.
    if (this.#options.chance.next() < 0.3) this.#killProcess(sessionId, 'worker');
    this.#service = await this.#options.lab.startService(this.#options.env);
  }

  /** False where there is none to be killed: it is being started anew. */
  #killProcess(sessionId: string, victim: 'worker' | 'browser'): boolean {
    try {
      return process.kill(this.#options.lab.processesOf(sessionId)[victim].pid, 'SIGKILL');
    } catch {
      return false;
    }
  }
}
