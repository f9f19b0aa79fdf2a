import * as schemas from './schemas.ts';
import type { Api } from './api.ts';
import type { PhoneNetwork } from '../phone/phone-network.ts';
import { Problem } from './problem.ts';

const tags = ['phones'];
const failures = { '4xx': Problem };
const bodyLimitBytes = 64 * 1024 * 1024;
const params = schemas.MessageParams;

function addSending(api: Api, network: PhoneNetwork): void {
  const response = { 201: schemas.Message, ...failures };
  const schema = { tags, summary: 'Send media', params: schemas.NumberParams, body: schemas.MediaMessage, response };
  api.post('/phones/:number/media', { bodyLimit: bodyLimitBytes, schema }, async (request, reply) => {
    const { to, base64, ...media } = request.body;
    const sent = network.phone(request.params.number).sendMedia(to, { ...media, bytes: Buffer.from(base64, 'base64') });
    return reply.code(201).send(sent);
  });
}

/** Pictures, films, sounds and files of people. */
export function addMediaRoutes(api: Api, network: PhoneNetwork): void {
  addSending(api, network);
  api.get(
    '/phones/:number/messages/:id/media',
    { schema: { tags, summary: "The bytes of a message's media", params, response: { 200: schemas.Bytes, ...failures } } },
    async (request, reply) => {
      const bytes = network.phone(request.params.number).mediaOf(request.params.id);
      return reply.type('application/octet-stream').send(bytes);
    },
  );
  api.delete(
    '/phones/:number/messages/:id/media',
    { schema: { tags, summary: 'Have the server forget media', params, response: { 204: schemas.Nothing, ...failures } } },
    async (request, reply) => {
      network.phone(request.params.number).forgetMedia(request.params.id);
      return reply.code(204).send(null);
    },
  );
}
