import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Lab } from './lab.ts';
import type { ServiceProcess } from './service-process.ts';

/** A real service whose time a test lets pass, with workers of the fixture "ill": real processes without a browser. */
export class TimedLab {
  readonly lab: Lab;
  readonly service: ServiceProcess;

  private constructor(lab: Lab, service: ServiceProcess) {
    this.lab = lab;
    this.service = service;
  }

  static async open(env: NodeJS.ProcessEnv = {}): Promise<TimedLab> {
    const lab = await Lab.open();
    try {
      return new TimedLab(lab, await lab.startService(env, { entry: join(import.meta.dirname, 'timed-service.ts') }));
    } catch (error) {
      await lab.close();
      throw error;
    }
  }

  /** Lets the service's time pass, in milliseconds. */
  async pass(passMs: number): Promise<void> {
    await this.service.ask({ passMs });
  }

  /** From now on no worker comes up. */
  breakWorkers(): void {
    writeFileSync(this.#cause, '');
  }

  mendWorkers(): void {
    rmSync(this.#cause);
  }

  /** Creates sessions, which start at once. */
  async create(...sessionIds: string[]): Promise<void> {
    for (const session_id of sessionIds) {
      const { status, body } = await this.service.api('POST', '/api/v1/sessions', { session_id });
      if (status !== 201) throw new Error(`Session ${session_id} was not created: ${JSON.stringify(body)}`);
    }
  }

  /** Kills the workers of these sessions together; resolves once the service has noticed. */
  async killWorkers(...sessionIds: string[]): Promise<void> {
    const before = await Promise.all(sessionIds.map(async (id) => this.service.session(id)));
    for (const sessionId of sessionIds) process.kill(this.lab.workerOf(sessionId).pid, 'SIGKILL');
    for (const { session_id, restarts } of before) await this.service.waitForSession(session_id, (session) => session.restarts > restarts);
  }

  async close(): Promise<void> {
    await this.lab.close();
  }

  get #cause(): string {
    return join(this.lab.folder, 'ill');
  }
}
