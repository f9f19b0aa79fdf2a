import * as schemas from './schemas.ts';
import Fastify, {
  type FastifyBaseLogger,
  type FastifyInstance,
  type RawReplyDefaultExpression,
  type RawRequestDefaultExpression,
  type RawServerDefault,
} from 'fastify';
import { TypeBoxValidatorCompiler, type TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import { addCallRoutes } from './call-routes.ts';
import { addChatRoutes } from './chat-routes.ts';
import { addFaultRoutes } from './fault-routes.ts';
import { addGroupRoutes } from './group-routes.ts';
import { addPhoneRoutes } from './phone-routes.ts';
import { addProfileRoutes } from './profile-routes.ts';
import { answerWithProblems } from './problem.ts';
import fastifySwagger from '@fastify/swagger';
import type { PhoneNetwork } from '../phone/phone-network.ts';
import Type from 'typebox';

/** The API's Fastify, typed from its schemas. */
export type Api = FastifyInstance<
  RawServerDefault,
  RawRequestDefaultExpression,
  RawReplyDefaultExpression,
  FastifyBaseLogger,
  TypeBoxTypeProvider
>;

/** What the API tells of besides the network. */
export type ApiSource = { network: PhoneNetwork; chromiumArgs: () => string[] };

const bodyLimitBytes = 1024 * 1024;

function addOverview(api: Api, { network, chromiumArgs }: ApiSource): void {
  const tags = ['simulator'];
  api.get('/health', { schema: { tags, summary: 'Is it there?', response: { 200: schemas.Health } } }, async () => ({
    status: 'ok' as const,
    chromiumArgs: chromiumArgs(),
    phones: network.phones().length,
    devices: network.devices().length,
    connections: network.connections().length,
  }));
  api.get(
    '/devices',
    { schema: { tags, summary: 'All linked devices', response: { 200: Type.Object({ devices: Type.Array(schemas.Device) }) } } },
    async () => ({ devices: network.devices() }),
  );
  api.get(
    '/connections',
    {
      schema: {
        tags,
        summary: 'The connected pages, and how long each gave no sign of life at most since a moment',
        querystring: schemas.SinceQuery,
        response: { 200: schemas.ConnectionList },
      },
    },
    async ({ query }) => network.beats(query.sinceMs),
  );
  api.get('/openapi.json', { schema: { hide: true } }, async () => api.swagger());
}

/** Builds the phones' HTTP API; it listens to nothing yet. */
export async function buildApi(source: ApiSource): Promise<Api> {
  const api = Fastify({ bodyLimit: bodyLimitBytes, forceCloseConnections: true }).withTypeProvider<TypeBoxTypeProvider>();
  api.setValidatorCompiler(TypeBoxValidatorCompiler);
  answerWithProblems(api);
  await api.register(fastifySwagger, {
    openapi: {
      openapi: '3.1.0',
      info: { title: 'WhatsApp simulator: phones and faults', version: '1' },
    },
  });
  addOverview(api, source);
  addPhoneRoutes(api, source.network);
  addCallRoutes(api, source.network);
  addGroupRoutes(api, source.network);
  addChatRoutes(api, source.network);
  addProfileRoutes(api, source.network);
  addFaultRoutes(api, source.network);
  return api;
}
