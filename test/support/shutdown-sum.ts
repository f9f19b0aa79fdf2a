import { shutdownSteps } from '@whatsapp-service/supervisor/shutdown/shutdown-steps.ts';

const nothing = async (): Promise<void> => undefined;
const parts = {
  drain: nothing,
  cancelPending: nothing,
  closeStreams: nothing,
  sessions: [],
  commandsDone: nothing,
  handovers: [],
  recordEnd: nothing,
  closeWebhooks: nothing,
  closeHttp: nothing,
  closeWorkers: nothing,
  closeJobs: nothing,
  closeDatabase: nothing,
};

/** How long the service's shutdown may take: the sum of its deadlines, of the mode in which that is more. */
export function shutdownSumMs(): number {
  const sums = (['full', 'handover'] as const).map((mode) => shutdownSteps(parts, mode).reduce((sum, step) => sum + step.deadlineMs, 0));
  return Math.max(...sums);
}
