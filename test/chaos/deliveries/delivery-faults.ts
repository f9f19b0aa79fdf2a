import type { DeliveryStage } from './delivery-stage.ts';

/** Something that goes wrong while people write. */
export interface DeliveryFault {
  readonly name: string;
  readonly happens: (stage: DeliveryStage) => Promise<void>;
}

/** All of them; a run makes them in turn, as long as people write. */
export const deliveryFaults: readonly DeliveryFault[] = [
  {
    name: 'Django answers 500, and a worker is killed',
    happens: async (stage) => {
      stage.road.mode = 'error';
      await restarted(stage, 'anna', stage.lab.workerOf('anna').pid);
      stage.road.mode = 'open';
    },
  },
  {
    name: 'answers get lost, and a browser is killed',
    happens: async (stage) => {
      stage.road.mode = 'loses answers';
      await restarted(stage, 'ben', stage.lab.processesOf('ben').browser.pid);
      stage.road.mode = 'open';
    },
  },
  {
    name: 'the supervisor is killed while Django is stopped; the next one takes the sessions over',
    happens: async (stage) => {
      const startDjango = await stage.django.interrupt();
      await stage.writers.more(5);
      await stage.killService();
      await stage.writers.more(10);
      // Its sessions will not outlive the next kill.
      await stage.startService('0');
      await stage.allConnected();
      await startDjango();
    },
  },
  {
    name: 'Django is slow',
    happens: async (stage) => {
      stage.road.mode = 'slow';
      await stage.writers.more(20);
      stage.road.mode = 'open';
    },
  },
  {
    name: 'the supervisor is killed, and its sessions end with it',
    happens: async (stage) => {
      for (const id of stage.sessionIds) await stage.service.command(id, 'restart');
      await stage.allConnected();
      await stage.killService();
      await stage.writers.more(10);
      await stage.startService('30');
      await stage.allConnected();
    },
  },
];

/** Kills a process of a session, and resolves once the session is connected by another. */
async function restarted(stage: DeliveryStage, sessionId: string, pid: number): Promise<void> {
  const { restarts } = await stage.service.session(sessionId);
  process.kill(pid, 'SIGKILL');
  await stage.connectedAgain(sessionId, restarts);
}
