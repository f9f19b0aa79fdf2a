import { cursorOf, idOfCursor } from '../cursor.ts';
import { workerAnswerTimeoutMs } from '../limits.ts';
import type { RouteContext, TypedApp } from '../route-context.ts';
import { commandErrors, errors, json, workerAnswerErrors } from '../schemas/answers.ts';
import * as schemas from '../schemas/contact-schemas.ts';
import { ref, SessionPath } from '../schemas/schema-parts.ts';

const tags = ['Contacts'];
const handlerTimeout = workerAnswerTimeoutMs;
const personErrors = [...workerAnswerErrors, 'WRK_CONTACT_NOT_FOUND'] as const;
const base = '/api/v1/sessions/:session_id';

const listOptions = {
  handlerTimeout,
  schema: {
    operationId: 'listContacts',
    tags,
    summary: 'People that the session knows',
    description: 'By id, groups excepted. What changes between two pages may be on neither or on both.',
    params: SessionPath,
    querystring: schemas.ContactQuery,
    response: { 200: json(ref(schemas.ContactList), 'A page of contacts.'), ...errors(...workerAnswerErrors, 'SUP_CURSOR_INVALID') },
  },
};

const getOptions = {
  handlerTimeout,
  schema: {
    operationId: 'getContact',
    tags,
    summary: 'One person or business',
    params: schemas.ContactPath,
    response: { 200: json(ref(schemas.ContactDetails), 'The contact.'), ...errors(...personErrors) },
  },
};

const pictureOptions = {
  handlerTimeout,
  schema: {
    operationId: 'getContactPicture',
    tags,
    summary: 'Where the profile picture is',
    params: schemas.ContactPath,
    response: { 200: json(ref(schemas.ContactPicture), 'Its address.'), ...errors(...personErrors) },
  },
};

const aboutOptions = {
  handlerTimeout,
  schema: {
    operationId: 'getContactAbout',
    tags,
    summary: 'What somebody says of themselves',
    params: schemas.ContactPath,
    response: { 200: json(ref(schemas.ContactAbout), 'The text.'), ...errors(...personErrors) },
  },
};

const groupsOptions = {
  handlerTimeout,
  schema: {
    operationId: 'getCommonGroups',
    tags,
    summary: 'Groups in common',
    params: schemas.ContactPath,
    response: { 200: json(ref(schemas.ContactGroups), 'Their ids.'), ...errors(...personErrors) },
  },
};

const devicesOptions = {
  handlerTimeout,
  schema: {
    operationId: 'getContactDevices',
    tags,
    summary: 'How many devices somebody has',
    params: schemas.ContactPath,
    response: { 200: json(ref(schemas.ContactDevices), 'The number.'), ...errors(...personErrors) },
  },
};

const idsOptions = {
  handlerTimeout,
  schema: {
    operationId: 'lookUpContactIds',
    tags,
    summary: 'Phone number and hidden id of up to 100 people',
    description: 'Changes nothing; it is a POST because of the list. People that WhatsApp does not know have null for both.',
    params: SessionPath,
    body: schemas.ContactIdsInput,
    response: { 200: json(ref(schemas.ContactIdsList), 'The ids.'), ...commandErrors(...workerAnswerErrors) },
  },
};

/** What is asked about people. */
export function addContactRoutes(app: TypedApp, { sessions }: RouteContext): void {
  app.get(`${base}/contacts`, listOptions, async ({ params, query, signal }) => {
    const { filter = 'all', limit = 50, cursor } = query;
    const page = { filter, after: idOfCursor(cursor), limit };
    const { contacts, next } = await sessions.ask(params.session_id, 'contact.list', page, signal);
    return { contacts, next_cursor: cursorOf(next) };
  });
  app.get(`${base}/contacts/:contact_id`, getOptions, async ({ params: { session_id, contact_id: contactId }, signal }) => {
    const { contact, business } = await sessions.ask(session_id, 'contact.get', { contactId }, signal);
    return { ...contact, business_profile: business };
  });
  app.get(`${base}/contacts/:contact_id/picture`, pictureOptions, async ({ params: { session_id, contact_id }, signal }) => {
    const { url } = await sessions.ask(session_id, 'contact.picture', { contactId: contact_id }, signal);
    return { contact_id, url };
  });
  app.get(`${base}/contacts/:contact_id/about`, aboutOptions, async ({ params: { session_id, contact_id }, signal }) => {
    const { about } = await sessions.ask(session_id, 'contact.about', { contactId: contact_id }, signal);
    return { contact_id, about };
  });
  app.get(`${base}/contacts/:contact_id/common-groups`, groupsOptions, async ({ params: { session_id, contact_id }, signal }) => {
    const { chatIds } = await sessions.ask(session_id, 'contact.common_groups', { contactId: contact_id }, signal);
    return { contact_id, group_ids: chatIds };
  });
  app.get(`${base}/contacts/:contact_id/devices`, devicesOptions, async ({ params: { session_id, contact_id }, signal }) => {
    const { count } = await sessions.ask(session_id, 'contact.device_count', { contactId: contact_id }, signal);
    return { contact_id, device_count: count };
  });
  app.post(`${base}/contacts/lookup`, idsOptions, async ({ params, body }) => {
    // Not the request's own signal, which is aborted once the body has been read.
    const signal = AbortSignal.timeout(workerAnswerTimeoutMs);
    return sessions.ask(params.session_id, 'contact.ids', { contactIds: body.contact_ids }, signal);
  });
}
