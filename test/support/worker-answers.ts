import type { WorkerSide } from '@whatsapp-service/shared/ipc/contract.ts';
import type { MethodName, Result } from '@whatsapp-service/shared/ipc/side.ts';

import { contactData } from './fake-client.ts';

type Answers = { readonly [M in MethodName<WorkerSide>]?: Result<WorkerSide, M> };

/** What a worker answers where no worker is. */
const answers: Answers = {
  'contact.check_number': { chatId: '15550000002@c.us', countryCode: '1', formatted: '+1 555' },
  'contact.list': { contacts: [contactData()], next: '15550000002@c.us' },
  'contact.get': { contact: contactData(), business: null },
  'contact.ids': { contacts: [{ contact_id: '1@lid', phone: '15550000002', lid: '1@lid' }] },
  'contact.set_blocked': {},
  'contact.picture': { url: 'https://pps.whatsapp.net/p.jpg' },
  'contact.about': { about: 'Busy' },
  'contact.common_groups': { chatIds: ['1@g.us'] },
  'contact.device_count': { count: 2 },
  'contact.save': {},
  'contact.forget': {},
};

/** The answer of a worker to a command; throws for one that has none here. */
export function workerAnswer<M extends MethodName<WorkerSide>>(method: M): Result<WorkerSide, M> {
  const answer: Answers[M] = answers[method];
  if (answer === undefined) throw new Error(`The tests have no answer to ${method}.`);
  return answer;
}
