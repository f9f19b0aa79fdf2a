import * as schemas from './schemas.ts';
import type { Api } from './api.ts';
import type { PhoneNetwork } from '../phone/phone-network.ts';
import { Problem } from './problem.ts';
import Type from 'typebox';

const tags = ['calls'];
const failures = { '4xx': Problem };
const params = schemas.NumberParams;

const NewCall = Type.Object(
  { to: Type.String({ maxLength: 100 }), isVideo: Type.Optional(Type.Boolean()), isGroup: Type.Optional(Type.Boolean()) },
  { additionalProperties: false },
);
const Call = Type.Object({
  id: Type.String(),
  from: Type.String(),
  to: Type.String(),
  isVideo: Type.Boolean(),
  isGroup: Type.Boolean(),
  state: Type.Union([Type.Literal('ringing'), Type.Literal('rejected'), Type.Literal('ended')]),
});
const CallParams = Type.Object({ ...params.properties, id: Type.String({ maxLength: 100 }) });

/** Who calls whom. */
export function addCallRoutes(api: Api, network: PhoneNetwork): void {
  api.post(
    '/phones/:number/calls',
    { schema: { tags, summary: 'Call somebody', params, body: NewCall, response: { 201: Call, ...failures } } },
    async (request, reply) => {
      const { to, ...kind } = request.body;
      return reply.code(201).send(network.phone(request.params.number).calls.ring(to, kind));
    },
  );
  api.get(
    '/phones/:number/calls',
    {
      schema: {
        tags,
        summary: 'Calls from and to a phone',
        params,
        response: { 200: Type.Object({ calls: Type.Array(Call) }), ...failures },
      },
    },
    (request) => ({ calls: network.phone(request.params.number).calls.list() }),
  );
  api.delete(
    '/phones/:number/calls/:id',
    { schema: { tags, summary: 'Hang up', params: CallParams, response: { 204: schemas.Nothing, ...failures } } },
    async (request, reply) => {
      network.phone(request.params.number).calls.hangUp(request.params.id);
      return reply.code(204).send(null);
    },
  );
}
