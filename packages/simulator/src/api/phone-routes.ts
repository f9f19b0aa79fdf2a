import * as schemas from './schemas.ts';
import { addMediaRoutes } from './media-routes.ts';
import type { Api } from './api.ts';
import type { Phone } from '../phone/phone.ts';
import type { PhoneNetwork } from '../phone/phone-network.ts';
import { Problem } from './problem.ts';
import Type from 'typebox';

const tags = ['phones'];
const failures = { '4xx': Problem };
const params = schemas.NumberParams;

function told({ number, name, online, banned, devices }: Phone) {
  return { number, name, online, banned, devices: devices.map(({ id }) => id) };
}

function addMaking(api: Api, network: PhoneNetwork): void {
  api.post(
    '/phones',
    { schema: { tags, summary: 'Make a phone', body: schemas.NewPhone, response: { 201: schemas.Phone, ...failures } } },
    async ({ body }, reply) => reply.code(201).send(told(network.addPhone(body))),
  );
  api.get(
    '/phones',
    { schema: { tags, summary: 'All phones', response: { 200: Type.Object({ phones: Type.Array(schemas.Phone) }) } } },
    async () => ({ phones: network.phones().map(told) }),
  );
  api.get('/phones/:number', { schema: { tags, summary: 'One phone', params, response: { 200: schemas.Phone, ...failures } } }, (request) =>
    told(network.phone(request.params.number)),
  );
}

function addLinking(api: Api, network: PhoneNetwork): void {
  const response = { 201: schemas.Linked, ...failures, '5xx': Problem };
  api.post(
    '/phones/:number/scan',
    { schema: { tags, summary: 'Scan a QR code by its text', params, body: schemas.Scan, response } },
    async (request, reply) => reply.code(201).send({ device: await network.phone(request.params.number).scan(request.body.qr) }),
  );
  api.post(
    '/phones/:number/pairing-code',
    { schema: { tags, summary: 'Type a pairing code', params, body: schemas.PairingCode, response } },
    async (request, reply) => {
      const device = await network.phone(request.params.number).enterPairingCode(request.body.code);
      return reply.code(201).send({ device });
    },
  );
  api.delete(
    '/phones/:number/devices',
    { schema: { tags, summary: 'Unlink all devices', params, response: { 204: schemas.Nothing, ...failures } } },
    async (request, reply) => {
      network.phone(request.params.number).unlink();
      return reply.code(204).send(null);
    },
  );
  api.delete(
    '/phones/:number/devices/:id',
    { schema: { tags, summary: 'Unlink a device', params: schemas.DeviceParams, response: { 204: schemas.Nothing, ...failures } } },
    async (request, reply) => {
      network.phone(request.params.number).unlink(request.params.id);
      return reply.code(204).send(null);
    },
  );
}

function addMessages(api: Api, network: PhoneNetwork): void {
  const messages = Type.Object({ messages: Type.Array(schemas.Message) });
  api.post(
    '/phones/:number/messages',
    { schema: { tags, summary: 'Write a text', params, body: schemas.Text, response: { 201: schemas.Message, ...failures } } },
    async (request, reply) => reply.code(201).send(network.phone(request.params.number).send(request.body.to, request.body.text)),
  );
  api.get(
    '/phones/:number/messages',
    { schema: { tags, summary: 'Messages', params, querystring: schemas.ChatQuery, response: { 200: messages, ...failures } } },
    (request) => ({ messages: network.phone(request.params.number).messages(request.query.chat) }),
  );
  api.post(
    '/phones/:number/read',
    { schema: { tags, summary: 'Read a chat', params, body: schemas.InChat, response: { 204: schemas.Nothing, ...failures } } },
    async (request, reply) => {
      network.phone(request.params.number).read(request.body.chat);
      return reply.code(204).send(null);
    },
  );
  api.post(
    '/phones/:number/reactions',
    { schema: { tags, summary: 'React to a message', params, body: schemas.Reaction, response: { 204: schemas.Nothing, ...failures } } },
    async (request, reply) => {
      network.phone(request.params.number).react(request.body.messageId, request.body.text);
      return reply.code(204).send(null);
    },
  );
}

function addNumber(api: Api, network: PhoneNetwork): void {
  const response = { 204: schemas.Nothing, ...failures };
  api.post(
    '/phones/:number/new-number',
    { schema: { tags, summary: 'Tell everybody who knows the number of another one', params, body: params, response } },
    async (request, reply) => {
      network.phone(request.params.number).announceNumber(request.body.number);
      return reply.code(204).send(null);
    },
  );
}

const switches = {
  offline: { summary: 'Take the phone off the network', flip: (phone: Phone): void => phone.goOffline() },
  online: { summary: 'Bring the phone back', flip: (phone: Phone): void => phone.goOnline() },
  ban: { summary: 'Ban the account: its devices go, and no new one can be linked', flip: (phone: Phone): void => phone.ban() },
  'invite-only': {
    summary: 'Let nobody add it to a group: who tries gets an invitation to send',
    flip: (phone: Phone): void => phone.setInviteOnly(true),
  },
  addable: { summary: 'Let everybody add it to groups', flip: (phone: Phone): void => phone.setInviteOnly(false) },
  unban: { summary: 'Let the account link devices again', flip: (phone: Phone): void => phone.unban() },
};

function addSwitches(api: Api, network: PhoneNetwork): void {
  for (const [name, { summary, flip }] of Object.entries(switches)) {
    api.post(
      `/phones/:number/${name}`,
      { schema: { tags, summary, params, response: { 200: schemas.Phone, ...failures } } },
      async (request) => {
        const phone = network.phone(request.params.number);
        flip(phone);
        return told(phone);
      },
    );
  }
}

/** What people do with their phones. */
export function addPhoneRoutes(api: Api, network: PhoneNetwork): void {
  addMaking(api, network);
  addLinking(api, network);
  addMessages(api, network);
  addNumber(api, network);
  addMediaRoutes(api, network);
  addSwitches(api, network);
}
