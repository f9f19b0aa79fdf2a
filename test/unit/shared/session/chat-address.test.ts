import { Compile } from 'typebox/compile';
import t from 'tap';
import { ChatAddress, parseChatAddress, parsePhoneNumber, PhoneNumber } from '@whatsapp-service/shared/session/chat-address.ts';

await t.test('phone numbers are taken in international form, with or without "+"', async (t) => {
  t.equal(parsePhoneNumber('+15550000001'), '15550000001');
  t.equal(parsePhoneNumber('15550000001'), '15550000001');
  t.equal(parsePhoneNumber('1234567'), '1234567', 'the shortest');
  t.equal(parsePhoneNumber('123456789012345'), '123456789012345', 'the longest');
});

await t.test('anything else is no phone number', async (t) => {
  const none = [
    '',
    '+',
    '123456',
    '1234567890123456',
    '0155500000',
    '+0155500000',
    '++15550000001',
    '1 555 000 0001',
    '1555-0000',
    '15550000001\n',
    '１５５５００００００１',
  ];
  for (const text of none) {
    t.equal(parsePhoneNumber(text), undefined, JSON.stringify(text));
    t.notOk(Compile(PhoneNumber).Check(text), `the schema agrees on ${JSON.stringify(text)}`);
  }
});

await t.test('a receiver is a number or an id of WhatsApp', async (t) => {
  t.equal(parseChatAddress('+15550000001'), '15550000001@c.us');
  for (const id of ['15550000001@c.us', '123456789-987654321@g.us', '120363000000000000@g.us', '77000000000000@lid', '120363@newsletter']) {
    t.equal(parseChatAddress(id), id);
    t.ok(Compile(ChatAddress).Check(id));
  }
});

await t.test('what is neither is refused', async (t) => {
  const none = ['status@broadcast', 'a@c.us', '1@c.us.evil', '@c.us', '1@s.whatsapp.net', '15550000001@c.us\n', "1@c.us'"];
  for (const text of none) {
    t.equal(parseChatAddress(text), undefined, JSON.stringify(text));
    t.notOk(Compile(ChatAddress).Check(text), `the schema agrees on ${JSON.stringify(text)}`);
  }
});
