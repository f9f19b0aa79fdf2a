import type { WorkerSide } from '@whatsapp-service/shared/ipc/contract.ts';
import type { MethodName, Result } from '@whatsapp-service/shared/ipc/side.ts';

type Answers = { readonly [M in MethodName<WorkerSide>]?: Result<WorkerSide, M> };

/** What a worker answers where no worker is. */
const answers: Answers = {
  'contact.check_number': { chatId: '15550000002@c.us' },
};

/** The answer of a worker to a command; throws for one that has none here. */
export function workerAnswer<M extends MethodName<WorkerSide>>(method: M): Result<WorkerSide, M> {
  const answer: Answers[M] = answers[method];
  if (answer === undefined) throw new Error(`The tests have no answer to ${method}.`);
  return answer;
}
