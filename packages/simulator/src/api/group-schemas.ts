import Type from 'typebox';
import { NumberParams } from './schemas.ts';

const closed = { additionalProperties: false };
const Number = NumberParams.properties.number;
const Numbers = Type.Array(Number, { maxItems: 1_024 });
const Subject = Type.String({ minLength: 1, maxLength: 100 });

const settings = {
  announce: Type.Optional(Type.Boolean({ description: 'Only admins write.' })),
  restrict: Type.Optional(Type.Boolean({ description: 'Only admins change subject, description and picture.' })),
  membersAdd: Type.Optional(Type.Boolean({ description: 'Members add people too.' })),
  approval: Type.Optional(Type.Boolean({ description: 'An admin lets in who comes by the link.' })),
};

export const GroupParams = Type.Object({ number: Number, id: Type.String({ maxLength: 64 }) });

export const NewGroup = Type.Object(
  {
    subject: Subject,
    participants: Type.Optional(Numbers),
    addressing: Type.Optional(Type.Union([Type.Literal('pn'), Type.Literal('lid')])),
    ...settings,
  },
  closed,
);

export const GroupChange = Type.Object(
  { subject: Type.Optional(Subject), description: Type.Optional(Type.String({ maxLength: 2_048 })), ...settings },
  closed,
);

export const People = Type.Object({ numbers: Numbers }, closed);
export const JoinCode = Type.Object({ code: Type.String({ minLength: 1, maxLength: 100 }) }, closed);
export const Decision = Type.Object({ number: Number, approve: Type.Boolean() }, closed);
export const Told = Type.Object({ numbers: Type.Array(Type.String(), { description: 'Those of whom it became true.' }) });

export const Group = Type.Object({
  id: Type.String(),
  owner: Type.String(),
  subject: Type.String(),
  description: Type.Union([Type.String(), Type.Null()]),
  addressing: Type.String(),
  announce: Type.Boolean(),
  restrict: Type.Boolean(),
  membersAdd: Type.Boolean(),
  approval: Type.Boolean(),
  members: Type.Array(Type.Object({ number: Type.String(), rank: Type.String() })),
  requests: Type.Array(Type.String(), { description: 'The numbers of those who ask to be let in.' }),
  inviteCode: Type.String(),
});
