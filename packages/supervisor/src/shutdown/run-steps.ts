import { withDeadline } from '@whatsapp-service/shared/time/with-deadline.ts';

/** One step of the shutdown, with the time it may take. */
export interface ShutdownStep {
  readonly name: string;
  readonly deadlineMs: number;
  readonly run: () => Promise<void> | void;
}

export interface StepFault {
  readonly name: string;
  readonly message: string;
}

/** Runs the steps one after the other; one that fails or overruns its deadline is noted, and the next begins. */
export async function runSteps(steps: readonly ShutdownStep[], onStep: (name: string) => void): Promise<StepFault[]> {
  const faults: StepFault[] = [];
  for (const { name, deadlineMs, run } of steps) {
    onStep(name);
    try {
      await withDeadline(Promise.resolve().then(run), deadlineMs, `The shutdown step "${name}"`);
    } catch (error) {
      faults.push({ name, message: error instanceof Error ? error.message : String(error) });
    }
  }
  return faults;
}
