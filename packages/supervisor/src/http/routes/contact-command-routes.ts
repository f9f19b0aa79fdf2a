import { workerAnswerTimeoutMs } from '../limits.ts';
import type { RouteContext, TypedApp } from '../route-context.ts';
import { commandErrors, errors, json, workerAnswerErrors } from '../schemas/answers.ts';
import * as schemas from '../schemas/contact-schemas.ts';
import { ref } from '../schemas/schema-parts.ts';
import { refuseBody } from '../validation/refuse-body.ts';

const tags = ['Contacts'];
const handlerTimeout = workerAnswerTimeoutMs;
const base = '/api/v1/sessions/:session_id';
const done = { 204: { description: 'Done.' } };

const checkNumberOptions = {
  handlerTimeout,
  schema: {
    operationId: 'checkNumber',
    tags,
    summary: 'Whether a phone number is on WhatsApp',
    params: schemas.NumberPath,
    response: { 200: json(ref(schemas.NumberCheck), 'What WhatsApp says of the number.'), ...errors(...workerAnswerErrors) },
  },
};

const saveOptions = {
  handlerTimeout,
  schema: {
    operationId: 'saveContact',
    tags,
    summary: 'Save somebody in the address book, or under another name',
    params: schemas.NumberPath,
    body: schemas.AddressBookEntryInput,
    response: { ...done, ...commandErrors(...workerAnswerErrors) },
  },
};

const forgetOptions = {
  handlerTimeout,
  preValidation: refuseBody,
  schema: {
    operationId: 'forgetContact',
    tags,
    summary: 'Take somebody out of the address book',
    params: schemas.NumberPath,
    response: { ...done, ...commandErrors(...workerAnswerErrors) },
  },
};

const noteErrors = [...workerAnswerErrors, 'WRK_CONTACT_NOT_FOUND', 'WRK_NOT_BUSINESS'] as const;

const noteOptions = {
  handlerTimeout,
  schema: {
    operationId: 'getCustomerNote',
    tags,
    summary: 'What a business account has noted of a customer',
    params: schemas.ContactPath,
    response: { 200: json(ref(schemas.CustomerNote), 'The note.'), ...errors(...noteErrors) },
  },
};

const setNoteOptions = {
  handlerTimeout,
  schema: {
    operationId: 'setCustomerNote',
    tags,
    summary: 'Note something of a customer',
    description: 'Of business accounts; takes the place of what was noted. whatsapp-web.js cannot take a note away.',
    params: schemas.ContactPath,
    body: schemas.CustomerNoteInput,
    response: { ...done, ...commandErrors(...noteErrors) },
  },
};

function blockOptions(operationId: string, summary: string) {
  return {
    handlerTimeout,
    preValidation: refuseBody,
    schema: {
      operationId,
      tags,
      summary,
      params: schemas.ContactPath,
      response: { 200: json(ref(schemas.ContactBlock), 'As it is now.'), ...commandErrors(...workerAnswerErrors, 'WRK_CONTACT_NOT_FOUND') },
    },
  };
}

/** What is done about people, and what is said of numbers. */
export function addContactCommandRoutes(app: TypedApp, { sessions }: RouteContext): void {
  const inTime = () => AbortSignal.timeout(workerAnswerTimeoutMs);
  app.get(`${base}/numbers/:phone_number`, checkNumberOptions, async ({ params: { session_id, phone_number }, signal }) => {
    const found = await sessions.ask(session_id, 'contact.check_number', { phoneNumber: phone_number }, signal);
    const { chatId, countryCode = null, formatted = null } = found;
    return { phone_number, exists: chatId !== null, chat_id: chatId, country_code: countryCode, formatted };
  });
  app.put(`${base}/address-book/:phone_number`, saveOptions, async ({ params, body }, reply) => {
    const entry = { firstName: body.first_name, lastName: body.last_name ?? '', syncToPhone: body.sync_to_phone === true };
    await sessions.ask(params.session_id, 'contact.save', { phoneNumber: params.phone_number, ...entry }, inTime());
    return reply.code(204).send();
  });
  app.delete(`${base}/address-book/:phone_number`, forgetOptions, async ({ params }, reply) => {
    await sessions.ask(params.session_id, 'contact.forget', { phoneNumber: params.phone_number }, inTime());
    return reply.code(204).send();
  });
  app.get(`${base}/contacts/:contact_id/note`, noteOptions, async ({ params: { session_id, contact_id }, signal }) => {
    const { note } = await sessions.ask(session_id, 'contact.note', { contactId: contact_id }, signal);
    return { contact_id, note };
  });
  app.put(`${base}/contacts/:contact_id/note`, setNoteOptions, async ({ params: { session_id, contact_id }, body }, reply) => {
    await sessions.ask(session_id, 'contact.set_note', { contactId: contact_id, content: body.content }, inTime());
    return reply.code(204).send();
  });
  const commands = {
    block: { options: blockOptions('blockContact', 'Block somebody'), blocked: true },
    unblock: { options: blockOptions('unblockContact', 'Unblock somebody'), blocked: false },
  };
  for (const [name, { options, blocked }] of Object.entries(commands)) {
    app.post(`${base}/contacts/:contact_id/${name}`, options, async ({ params: { session_id, contact_id } }) => {
      await sessions.ask(session_id, 'contact.set_blocked', { contactId: contact_id, blocked }, inTime());
      return { contact_id, is_blocked: blocked };
    });
  }
}
