import { Collection } from '@whatsapp-service/simulator/page/core/collection.ts';
import { createWid } from '@whatsapp-service/simulator/page/contacts/WAWebWidFactory.ts';
import { Emitter } from '@whatsapp-service/simulator/page/core/emitter.ts';
import { findLink, findLinks } from '@whatsapp-service/simulator/page/messages/WALinkify.ts';
import { hideModules, registerModule, requireModule } from '@whatsapp-service/simulator/page/core/registry.ts';
import { Model } from '@whatsapp-service/simulator/page/core/model.ts';
import { WAWebMsgKey as MsgKey } from '@whatsapp-service/simulator/page/messages/WAWebMsgKey.ts';
import t from 'tap';

class Item extends Model {
  readonly id: string;
  ack = 0;

  constructor(id: string) {
    super();
    this.id = id;
  }
}

t.test('one listener may have several events, and once is once', async (test) => {
  const emitter = new Emitter();
  const heard: unknown[] = [];
  const listener = (value: unknown): unknown => heard.push(value);
  emitter.on('change:body change:caption', listener).once('add', listener);
  emitter.trigger('change:caption', 1).trigger('add', 2).trigger('add', 3).trigger('change:body', 4).off('change:body', listener);
  emitter.trigger('change:body', 5);
  test.strictSame(heard, [1, 2, 4]);
});

t.test('somebody can wait for the first listener', async () => {
  const emitter = new Emitter();
  const listened = emitter.whenListened('change:hasSynced');
  emitter.on('change:hasSynced', () => undefined);
  await listened;
  await emitter.whenListened('change:hasSynced');
});

t.test('a change is told by the model and its collections, with the new and the old value', async (test) => {
  const [item, collection] = [new Item('a'), new Collection<Item>()];
  const heard: unknown[][] = [];
  collection.add(item);
  collection.on('change:ack', (...values: unknown[]) => heard.push(values));
  collection.on('change', () => heard.push(['change']));
  item.set({ ack: 1 });
  item.set({ ack: 1 });
  test.strictSame(heard, [[item, 1, 0], ['change']]);
  collection.remove('a');
  item.set({ ack: 2 });
  test.equal(heard.length, 2);
  test.strictSame(item.serialize(), { id: 'a', ack: 2 });
});

t.test('older models are put first and announced to nobody', async (test) => {
  const collection = new Collection<Item>();
  collection.add(new Item('c'));
  collection.on('add', () => test.fail('nothing is new'));
  collection.prepend([new Item('a'), new Item('b'), new Item('c')]);
  test.strictSame(
    collection.getModelsArray().map(({ id }) => id),
    ['a', 'b', 'c'],
  );
});

t.test('ids are read, and anything else is refused', async (test) => {
  const wid = createWid('15550000001@s.whatsapp.net');
  test.strictSame(
    [wid._serialized, wid.toJid(), wid.isUser(), wid.isGroup()],
    ['15550000001@c.us', '15550000001@s.whatsapp.net', true, false],
  );
  test.equal(JSON.stringify({ wid }), '{"wid":"15550000001@c.us"}');
  test.ok(createWid('status@broadcast').isStatus());
  for (const text of ['15550000001', 'a b@c.us', '@c.us', 'x@example.com']) test.throws(() => createWid(text), /invalid wid/);
});

t.test('message keys are written and read', async (test) => {
  const [from, to] = [createWid('15550000001@c.us'), createWid('15550000002@c.us')];
  const key = new MsgKey({ from, to, id: await MsgKey.newId(), selfDir: 'out' });
  test.match(key._serialized, /^true_15550000002@c\.us_3EB0[0-9A-F]{18}$/);
  test.strictSame({ ...MsgKey.fromString(key._serialized) }, { ...key });
});

t.test('links are found', async (test) => {
  test.strictSame(
    findLinks('see https://example.com/a?b=1. and www.example.org!').map(({ href }) => href),
    ['https://example.com/a?b=1', 'http://www.example.org'],
  );
  test.equal(findLink('none'), null);
  test.strictSame(findLinks(undefined), []);
});

t.test('a module is there by name until it is hidden, and an unknown one throws', async (test) => {
  registerModule('WAWebTest', { value: 1 });
  test.strictSame(requireModule('WAWebTest'), { value: 1 });
  hideModules(['WAWebTest']);
  test.throws(() => requireModule('WAWebTest'), /unknown module "WAWebTest"/);
  hideModules([]);
  test.throws(() => requireModule('WAWebNothing'), /unknown module/);
});
