import * as schemas from './schemas.ts';
import type { Api } from './api.ts';
import type { PhoneNetwork } from '../phone/phone-network.ts';
import { Problem } from './problem.ts';

const tags = ['phones'];
const failures = { '4xx': Problem };
const nothing = { 204: schemas.Nothing, ...failures };

function addAmending(api: Api, network: PhoneNetwork): void {
  const params = schemas.MessageParams;
  api.patch(
    '/phones/:number/messages/:id',
    { schema: { tags, summary: 'Edit a message of its own', params, body: schemas.NewText, response: nothing } },
    async ({ params: { number, id }, body }, reply) => {
      network.phone(number).chats.edit(id, body.text);
      return reply.code(204).send(null);
    },
  );
  api.delete(
    '/phones/:number/messages/:id',
    { schema: { tags, summary: 'Delete a message', params, querystring: schemas.DeleteFor, response: nothing } },
    async ({ params: { number, id }, query }, reply) => {
      network.phone(number).chats.delete(id, query.for);
      return reply.code(204).send(null);
    },
  );
  api.post(
    '/phones/:number/messages/:id/vote',
    { schema: { tags, summary: 'Vote in a poll', params, body: schemas.Vote, response: nothing } },
    async ({ params: { number, id }, body }, reply) => {
      network.phone(number).chats.vote(id, body.options);
      return reply.code(204).send(null);
    },
  );
}

function addChats(api: Api, network: PhoneNetwork): void {
  const params = schemas.ChatParams;
  const response = { 200: schemas.Chat, ...failures };
  const told = (number: string, chat: string) => {
    const { chats } = network.phone(number);
    return { ...chats.settings(chat), chatstate: chats.chatstate(chat) };
  };
  api.get(
    '/phones/:number/chats/:chat',
    { schema: { tags, summary: 'What is set for a chat, and what somebody does in it', params, response } },
    async ({ params: { number, chat } }) => told(number, chat),
  );
  api.patch(
    '/phones/:number/chats/:chat',
    { schema: { tags, summary: 'Archive, pin or mute a chat, or mark it unread', params, body: schemas.ChatChange, response } },
    async ({ params: { number, chat }, body }) => {
      network.phone(number).chats.set(chat, body);
      return told(number, chat);
    },
  );
}

/** What people do with chats, and with messages that were sent. */
export function addChatRoutes(api: Api, network: PhoneNetwork): void {
  addAmending(api, network);
  addChats(api, network);
}
