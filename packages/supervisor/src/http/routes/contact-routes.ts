import { workerAnswerTimeoutMs } from '../limits.ts';
import type { RouteContext, TypedApp } from '../route-context.ts';
import { errors, json, workerAnswerErrors } from '../schemas/answers.ts';
import { NumberCheck, NumberPath } from '../schemas/contact-schemas.ts';
import { ref } from '../schemas/schema-parts.ts';

const checkNumberOptions = {
  handlerTimeout: workerAnswerTimeoutMs,
  schema: {
    operationId: 'checkNumber',
    tags: ['Contacts'],
    summary: 'Whether a phone number is on WhatsApp',
    params: NumberPath,
    response: { 200: json(ref(NumberCheck), 'What WhatsApp says of the number.'), ...errors(...workerAnswerErrors) },
  },
};

/** People. */
export function addContactRoutes(app: TypedApp, { sessions }: RouteContext): void {
  app.get('/api/v1/sessions/:session_id/numbers/:phone_number', checkNumberOptions, async (request) => {
    const { session_id, phone_number } = request.params;
    const { chatId } = await sessions.ask(session_id, 'contact.check_number', { phoneNumber: phone_number }, request.signal);
    return { phone_number, exists: chatId !== null, chat_id: chatId };
  });
}
