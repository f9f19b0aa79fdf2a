import type { LoggedEvent } from '@whatsapp-service/shared/api/logged-event.ts';
import { until } from '../../support/until.ts';
import type { Fault, Hit } from '../stage/fault.ts';
import type { Stage } from '../stage/stage.ts';

const floodOfFacts = 10_000;

/** Such a worker holds a slot for the 30 s that it has for its hello: hit faster than this, the fifth session would wait for one of four. */
const slotHeldMs = 8_000;

/** Workers that do what a worker must not, each from test/fixtures/workers. */
export const workerFaults: readonly Fault[] = [
  { ...misbehaving('a worker that never says hello', 'silent', 60_000), staggerMs: slotHeldMs },
  { ...misbehaving('a worker that lies about its version', 'liar', 60_000), staggerMs: slotHeldMs },
  {
    ...misbehaving('a worker that floods facts and events', 'floods', 60_000),
    isShort: true,
    // One after the other: five processes that spin at once leave two cores to nobody, whatever a supervisor does.
    staggerMs: 6_000,
    until: async (stage, hit) => {
      await restarted(stage, hit);
      const facts = (await stage.service.events(hit.sessionId)).filter(({ type }) => type === 'message.ack');
      if (facts.length !== floodOfFacts) throw new Error(`${facts.length} of ${floodOfFacts} facts are in the log`);
    },
  },
  { ...misbehaving('a worker that sends malformed frames', 'malformed', 30_000), isShort: true },
  {
    ...misbehaving('a worker that ignores the stop and SIGTERM', 'stubborn', 45_000),
    make: async (stage, { sessionId }) => {
      await stage.service.waitForStatus(sessionId, 'connected');
      await stage.service.command(sessionId, 'restart');
      return undefined;
    },
    until: async (stage, { sessionId, after }) => {
      const isStopped = await stage.service.waitForEvent(({ session_id, data }) => session_id === sessionId && data['to'] === 'stopped', {
        after,
        timeoutMs: 60_000,
      });
      const wanted = { after: isStopped.seq, timeoutMs: 60_000 };
      await stage.service.waitForEvent(({ session_id, data }) => session_id === sessionId && data['to'] === 'connected', wanted);
    },
    staggerMs: 1_000,
  },
  {
    ...misbehaving('a worker that leaks memory, with a limit of 600 MB', 'leaks', 120_000),
    staggerMs: 1_000,
    until: async (stage, { sessionId }) => {
      const isConnected = (event: LoggedEvent): boolean => event.session_id === sessionId && event.data['to'] === 'connected';
      const first = await stage.service.waitForEvent(isConnected);
      await stage.service.waitForEvent(isConnected, { after: first.seq, timeoutMs: 180_000 });
      await stage.service.waitForStatus(sessionId, 'connected');
    },
  },
  {
    ...misbehaving('a worker that exits at once, twenty times (given up, then started by a person)', 'exits', 120_000),
    staggerMs: 1_000,
    until: async (stage, hit) => {
      for (let tries = 0; ; tries += 1) {
        const { state } = await stage.service.waitForSession(
          hit.sessionId,
          (session) => ['failed', 'connected'].includes(session.state),
          90_000,
        );
        if (state === 'connected') return;
        if (tries === 10) throw new Error('it was given up ten times');
        await stage.service.command(hit.sessionId, 'start');
      }
    },
  },
];

function misbehaving(name: string, fixture: string, withinMs: number): Fault {
  return { name, on: { fixture }, withinMs, make: async () => undefined, until: restarted };
}

/** Resolves once the session is connected in a later process than its first. */
async function restarted(stage: Stage, { sessionId }: Hit): Promise<void> {
  await until(
    `${sessionId} is connected again`,
    async () => {
      const { status, restarts } = await stage.service.session(sessionId);
      return status === 'connected' && restarts > 0;
    },
    120_000,
  );
}
