import type { EndMode, RestartBegun, RestartPreview } from '@whatsapp-service/shared/api/restart-view.ts';
import type { RestorationReport } from '@whatsapp-service/shared/api/restoration-report.ts';
import { isoTime } from '@whatsapp-service/shared/time/clock.ts';
import type { Clock } from '@whatsapp-service/shared/time/clock.ts';
import { ConfirmTokenInvalid, RestartImpossible } from '../supervisor-errors.ts';
import { ConfirmTokens } from './confirm-tokens.ts';
import { expectedSeconds } from './restart-estimate.ts';
import type { RestartModes } from './restart-modes.ts';
import type { RestartPort } from './restart-port.ts';

export interface RestartDeskOptions {
  readonly clock: Clock;
  readonly modes: RestartModes;
  readonly concurrency: number;
  readonly activeSessions: () => number;
  readonly inFlightSends: () => number;
  readonly undeliveredWebhooks: () => number;
  readonly reports: () => readonly RestorationReport[];
  /** Ends the service so that it is started again. */
  readonly restart: (mode: EndMode) => void;
}

/** Long enough for the answer to reach its caller. */
const answerMs = 50;

/** Says what a restart would do, and begins it for whoever has read that. */
export class RestartDesk implements RestartPort {
  readonly #options: RestartDeskOptions;
  readonly #tokens = new ConfirmTokens();

  constructor(options: RestartDeskOptions) {
    this.#options = options;
  }

  preview(wanted: EndMode | undefined): RestartPreview {
    const { clock, activeSessions, inFlightSends, undeliveredWebhooks } = this.#options;
    const mode = this.#possible(wanted);
    const seconds = this.#expectedSeconds(mode);
    const { token, expiresAtMs } = this.#tokens.issue(mode, clock.now());
    return {
      active_sessions: activeSessions(),
      mode,
      expected_seconds: seconds,
      in_flight_sends: inFlightSends(),
      undelivered_webhooks: undeliveredWebhooks(),
      message: question(mode, activeSessions(), seconds),
      confirm_token: token,
      confirm_token_expires_at: isoTime(expiresAtMs),
    };
  }

  restart(confirmToken: string, wanted: EndMode): RestartBegun {
    const mode = this.#possible(wanted);
    const fault = this.#tokens.redeem(confirmToken, mode, this.#options.clock.now());
    if (fault !== undefined) throw new ConfirmTokenInvalid(fault);
    const seconds = this.#expectedSeconds(mode);
    this.#options.clock.after(answerMs, () => this.#options.restart(mode));
    return { mode, expected_seconds: seconds, message: `The service restarts now and is back in about ${seconds} seconds.` };
  }

  #possible(wanted: EndMode | undefined): EndMode {
    const { possible, obstacles } = this.#options.modes;
    const mode = wanted ?? possible[0] ?? 'full';
    if (!possible.includes(mode)) throw new RestartImpossible(mode, obstacles[mode] ?? 'no reason is known');
    return mode;
  }

  #expectedSeconds(mode: EndMode): number {
    const { activeSessions, concurrency, reports } = this.#options;
    return expectedSeconds({ mode, activeSessions: activeSessions(), concurrency, reports: reports() });
  }
}

function question(mode: EndMode, sessions: number, seconds: number): string {
  return mode === 'full'
    ? `Restart will briefly disconnect ${sessions} active session(s). They will auto-reconnect in ${seconds} seconds. Proceed with restart?`
    : `With this restart no session will be disconnected: ${sessions} active session(s) stay connected while the service is away for about ${seconds} seconds. Proceed with restart?`;
}
