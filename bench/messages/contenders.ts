import type { ServiceApi } from '../../scripts/service/service-api.ts';
import type { NaiveProcess } from '../naive/naive-process.ts';
import type { LogWatch } from './log-watch.ts';

/** A session with the number of its phone. */
export interface BenchSession {
  readonly id: string;
  readonly number: string;
}

/** One of the two ways in which messages go and come. */
export interface MessageContender {
  readonly name: string;
  readonly sessions: readonly BenchSession[];
  /** Sends so many texts by each of these sessions; resolves to what each call took, in milliseconds. */
  send(sessions: readonly BenchSession[], to: string, count: number): Promise<readonly number[]>;
  /** Undefined where there is no log. */
  readonly log: LogWatch | undefined;
}

/** The service, by its API. */
export function serviceContender(
  sessions: readonly BenchSession[],
  { api, log, signal }: { api: ServiceApi; log: LogWatch; signal: AbortSignal },
): MessageContender {
  const sendAll = async ({ id }: BenchSession, to: string, count: number): Promise<number[]> => {
    const took: number[] = [];
    for (let number = 1; number <= count; number += 1) {
      const beganMs = performance.now();
      await api.post(`/api/v1/sessions/${id}/messages`, { to, text: `${id} ${number}` }, signal);
      took.push(performance.now() - beganMs);
    }
    return took;
  };
  const send: MessageContender['send'] = async (chosen, to, count) =>
    (await Promise.all(chosen.map(async (session) => sendAll(session, to, count)))).flat();
  return { name: 'service', sessions, send, log };
}

/** Clients of the library in one process, with a listener that posts. */
export function directContender(sessions: readonly BenchSession[], naive: NaiveProcess): MessageContender {
  const send: MessageContender['send'] = async (chosen, to, count) =>
    naive.send(
      chosen.map(({ id }) => id),
      to,
      count,
    );
  return { name: 'direct Client', sessions, send, log: undefined };
}
