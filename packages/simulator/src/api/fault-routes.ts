import * as schemas from './schemas.ts';
import type { Api } from './api.ts';
import type { PhoneNetwork } from '../phone/phone-network.ts';
import { Problem } from './problem.ts';

const tags = ['faults'];
const failures = { '4xx': Problem };
const nothing = { 204: schemas.Nothing, ...failures };

function addLasting(api: Api, { faults }: PhoneNetwork): void {
  api.get('/faults', { schema: { tags, summary: 'The faults in force', response: { 200: schemas.FaultList } } }, async () => ({
    entries: faults.list(),
  }));
  api.put(
    '/faults',
    {
      schema: {
        tags,
        summary: 'Make these the only faults of everybody, of one phone or of one device',
        body: schemas.FaultSettings,
        response: { 200: schemas.FaultList, ...failures },
      },
    },
    async ({ body }) => {
      faults.replace(body.faults, body.scope);
      return { entries: faults.list() };
    },
  );
  api.delete(
    '/faults',
    { schema: { tags, summary: 'Clear all faults, or those of one phone or device', querystring: schemas.Scope, response: nothing } },
    async ({ query }, reply) => {
      faults.clear(query.phone === undefined && query.device === undefined ? undefined : query);
      return reply.code(204).send(null);
    },
  );
}

function addPassing(api: Api, network: PhoneNetwork): void {
  const lasting = {
    'drop-connections': { summary: 'Cut connections, and refuse new ones for so long', act: network.dropConnections.bind(network) },
    'hang-pages': { summary: 'Make running pages spin for so long', act: network.hangPages.bind(network) },
  };
  for (const [name, { summary, act }] of Object.entries(lasting)) {
    api.post(`/faults/${name}`, { schema: { tags, summary, body: schemas.LastingBody, response: nothing } }, async ({ body }, reply) => {
      act(body.durationMs, body.scope);
      return reply.code(204).send(null);
    });
  }
  const momentary = {
    conflict: { summary: 'Tell pages that another browser took their place', act: network.conflict.bind(network) },
    resync: { summary: 'Make pages say once more that they are synced', act: network.resync.bind(network) },
  };
  for (const [name, { summary, act }] of Object.entries(momentary)) {
    api.post(`/faults/${name}`, { schema: { tags, summary, body: schemas.ScopeBody, response: nothing } }, async ({ body }, reply) => {
      act(body.scope);
      return reply.code(204).send(null);
    });
  }
}

/** What can be made to go wrong: what lasts until it is cleared, and what happens once. */
export function addFaultRoutes(api: Api, network: PhoneNetwork): void {
  addLasting(api, network);
  addPassing(api, network);
}
