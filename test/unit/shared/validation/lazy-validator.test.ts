import t from 'tap';
import Type from 'typebox';
import { LazyValidator, validatorOf } from '@whatsapp-service/shared/validation/lazy-validator.ts';

const Fact = Type.Union([
  Type.Object({ type: Type.Literal('beat'), rssBytes: Type.Integer({ minimum: 0 }) }),
  Type.Object({ type: Type.Literal('qr'), qr: Type.String({ maxLength: 5 }) }),
]);

t.test('the verdicts and the faults stay the same when the schema is compiled', async (t) => {
  const validator = new LazyValidator(Fact);
  const values = [
    { type: 'beat', rssBytes: 1 },
    { type: 'beat', rssBytes: -1 },
    { type: 'qr', qr: 'abc' },
    { type: 'qr', qr: 'abcdef' },
    null,
  ];
  const look = () =>
    values.map((value) => [
      validator.Check(value),
      validator.Errors(value).map(({ instancePath, message }) => `${instancePath} ${message}`),
    ]);
  const first = look();
  t.strictSame(
    first.map(([fits]) => fits),
    [true, false, true, false, false],
  );
  t.match(String(first[1]), '/rssBytes must be >= 0');
  for (let again = 0; again < 30; again += 1) t.strictSame(look(), first);
});

t.test('everybody shares the validator of a schema', async (t) => {
  t.equal(validatorOf(Fact), validatorOf(Fact));
  t.not(validatorOf(Fact), validatorOf(Type.String()));
});
