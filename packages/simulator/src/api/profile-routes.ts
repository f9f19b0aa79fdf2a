import * as schemas from './schemas.ts';
import type { Api } from './api.ts';
import { Business, Label } from '../people/person.ts';
import type { Phone } from '../phone/phone.ts';
import type { PhoneNetwork } from '../phone/phone-network.ts';
import { Problem } from './problem.ts';
import Type from 'typebox';

const tags = ['profiles'];
const failures = { '4xx': Problem };
const params = schemas.NumberParams;
const closed = { additionalProperties: false };

const Status = Type.Object({ id: Type.String(), text: Type.String(), color: Type.Number(), font: Type.Number(), t: Type.Number() });
const Profile = Type.Object({
  about: Type.String(),
  hasPicture: Type.Boolean(),
  blocked: Type.Array(Type.String()),
  business: Type.Union([Business, Type.Null()]),
  isAvailable: Type.Boolean({ description: 'Whether a linked browser shows the account as online.' }),
  labels: Type.Array(Label),
  statuses: Type.Array(Status),
});
const ProfileChange = Type.Object(
  {
    about: Type.Optional(Type.String({ maxLength: 1_000 })),
    picture: Type.Optional(Type.Union([Type.String({ description: 'A JPEG in base64.' }), Type.Null()])),
    business: Type.Optional(Business),
  },
  closed,
);
const BlockParams = Type.Object({ ...params.properties, other: schemas.NumberParams.properties.number });

function told({ profile }: Phone) {
  const { about, picture, blocked, business, isAvailable, labels, statuses } = profile;
  const lists = { blocked: [...blocked], labels: [...labels], statuses: [...statuses] };
  return { about, hasPicture: picture !== undefined, business, isAvailable, ...lists };
}

function addOwn(api: Api, network: PhoneNetwork): void {
  const NewLabel = Type.Object(
    { name: Type.String({ minLength: 1 }), color: Type.Optional(Type.String({ pattern: '^#[0-9a-f]{6}$' })) },
    closed,
  );
  const NewStatus = Type.Object({ text: Type.String({ minLength: 1, maxLength: 700 }) }, closed);
  api.post(
    '/phones/:number/labels',
    { schema: { tags, summary: 'Make a label', params, body: NewLabel, response: { 201: Label, ...failures } } },
    async (request, reply) => {
      const { name, color } = request.body;
      return reply.code(201).send(network.phone(request.params.number).profile.addLabel(name, color));
    },
  );
  api.post(
    '/phones/:number/statuses',
    { schema: { tags, summary: 'Show a text for a day', params, body: NewStatus, response: { 201: Status, ...failures } } },
    async (request, reply) => reply.code(201).send(network.phone(request.params.number).profile.postStatus(request.body.text)),
  );
}

/** What people say of themselves, and whom they block. */
export function addProfileRoutes(api: Api, network: PhoneNetwork): void {
  addOwn(api, network);
  const response = { 200: Profile, ...failures };
  api.get('/phones/:number/profile', { schema: { tags, summary: 'The profile', params, response } }, (request) =>
    told(network.phone(request.params.number)),
  );
  api.patch(
    '/phones/:number/profile',
    { schema: { tags, summary: 'Change the profile', params, body: ProfileChange, response } },
    (request) => {
      const phone = network.phone(request.params.number);
      const { about, picture, business } = request.body;
      if (typeof picture === 'string') phone.profile.setPicture(Buffer.from(picture, 'base64'));
      if (picture === null) phone.profile.removePicture();
      if (about !== undefined) phone.profile.setAbout(about);
      if (business !== undefined) phone.profile.setBusiness(business);
      return told(phone);
    },
  );
  api.put('/phones/:number/blocked/:other', { schema: { tags, summary: 'Block somebody', params: BlockParams, response } }, (request) => {
    const phone = network.phone(request.params.number);
    phone.profile.block(request.params.other);
    return told(phone);
  });
  api.delete(
    '/phones/:number/blocked/:other',
    { schema: { tags, summary: 'Unblock somebody', params: BlockParams, response } },
    (request) => {
      const phone = network.phone(request.params.number);
      phone.profile.unblock(request.params.other);
      return told(phone);
    },
  );
}
