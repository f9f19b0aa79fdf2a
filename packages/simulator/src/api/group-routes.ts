import * as schemas from './group-schemas.ts';
import type { Api } from './api.ts';
import type { GroupRecord } from '../groups/group-record.ts';
import type { PhoneNetwork } from '../phone/phone-network.ts';
import { Problem } from './problem.ts';
import { Nothing, NumberParams } from './schemas.ts';
import Type from 'typebox';

const tags = ['groups'];
const failures = { '4xx': Problem };
const params = schemas.GroupParams;

function told(group: GroupRecord) {
  const { id, owner, subject, description, addressing, announce, restrict, membersAdd, approval, members, requests, inviteCode } = group;
  const texts = { subject: subject.text, description: description?.text ?? null, requests: requests.map(({ number }) => number) };
  return { id, owner, ...texts, addressing, announce, restrict, membersAdd, approval, members, inviteCode };
}

function addGroups(api: Api, network: PhoneNetwork): void {
  const list = Type.Object({ groups: Type.Array(schemas.Group) });
  api.post(
    '/phones/:number/groups',
    {
      schema: {
        tags,
        summary: 'Make a group',
        params: NumberParams,
        body: schemas.NewGroup,
        response: { 201: schemas.Group, ...failures },
      },
    },
    async ({ params: { number }, body: { subject, participants, ...settings } }, reply) =>
      reply.code(201).send(told(network.phone(number).groups.create(subject, participants, settings).group)),
  );
  api.get(
    '/phones/:number/groups',
    { schema: { tags, summary: 'The groups it is in', params: NumberParams, response: { 200: list, ...failures } } },
    ({ params: { number } }) => ({ groups: network.phone(number).groups.list().map(told) }),
  );
  api.get(
    '/phones/:number/groups/:id',
    { schema: { tags, summary: 'One group', params, response: { 200: schemas.Group, ...failures } } },
    ({ params: { number, id } }) => told(network.phone(number).groups.get(id)),
  );
  api.patch(
    '/phones/:number/groups/:id',
    {
      schema: {
        tags,
        summary: 'Subject, description, settings',
        params,
        body: schemas.GroupChange,
        response: { 200: schemas.Group, ...failures },
      },
    },
    ({ params: { number, id }, body }) => told(network.phone(number).groups.update(id, body)),
  );
}

function addPeople(api: Api, network: PhoneNetwork): void {
  const acts = {
    add: 'Add people',
    remove: 'Remove members',
    promote: 'Make members admins',
    demote: 'Make admins members',
  } as const;
  for (const act of ['add', 'remove', 'promote', 'demote'] as const) {
    api.post(
      `/phones/:number/groups/:id/${act}`,
      { schema: { tags, summary: acts[act], params, body: schemas.People, response: { 200: schemas.Told, ...failures } } },
      ({ params: { number, id }, body: { numbers } }) => {
        const { groups } = network.phone(number);
        if (act !== 'add') return { numbers: groups[act](id, numbers) };
        return { numbers: groups.add(id, numbers).flatMap((result) => (result.status === 200 ? [result.number] : [])) };
      },
    );
  }
}

function addComing(api: Api, network: PhoneNetwork): void {
  api.post(
    '/phones/:number/groups/join',
    {
      schema: {
        tags,
        summary: 'Come by the invite code',
        params: NumberParams,
        body: schemas.JoinCode,
        response: { 200: Type.Object({ id: Type.String(), joined: Type.Boolean() }), ...failures },
      },
    },
    ({ params: { number }, body: { code } }) => {
      const { group, joined } = network.phone(number).groups.join(code);
      return { id: group.id, joined };
    },
  );
  api.post(
    '/phones/:number/groups/:id/requests',
    {
      schema: {
        tags,
        summary: 'Let somebody in who asked, or do not',
        params,
        body: schemas.Decision,
        response: { 204: Nothing, ...failures },
      },
    },
    async ({ params: { number, id }, body }, reply) => {
      network.phone(number).groups.decide(id, body.number, body.approve);
      return reply.code(204).send(null);
    },
  );
}

function addLeaving(api: Api, network: PhoneNetwork): void {
  api.delete(
    '/phones/:number/groups/:id',
    { schema: { tags, summary: 'Leave', params, response: { 204: Nothing, ...failures } } },
    async ({ params: { number, id } }, reply) => {
      network.phone(number).groups.leave(id);
      return reply.code(204).send(null);
    },
  );
}

/** What people do in groups. */
export function addGroupRoutes(api: Api, network: PhoneNetwork): void {
  addGroups(api, network);
  addPeople(api, network);
  addComing(api, network);
  addLeaving(api, network);
}
