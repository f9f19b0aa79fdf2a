import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { globSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import Value from 'typebox/value';
import { Happening } from '@whatsapp-service/shared/ipc/happenings.ts';
import { eventTypes } from '@whatsapp-service/supervisor/events/catalog/event-catalog.ts';
import { libraryEvents } from '@whatsapp-service/supervisor/events/catalog/library-events.ts';
import { effectsOf } from '@whatsapp-service/supervisor/sessions/fact-effects.ts';

const rootDir = join(import.meta.dirname, '../../../..');

t.test('every example is what its schema says', async (t) => {
  for (const { type, data, example } of eventTypes.values()) {
    t.same(Value.Errors(data, example), [], type);
  }
});

t.test('every event of the library is carried, or it is said why not', async (t) => {
  const require = createRequire(join(rootDir, 'packages/worker/package.json'));
  const { Events } = require('whatsapp-web.js') as { Events: Record<string, string> };
  t.strictSame(Object.keys(libraryEvents).toSorted(), Object.values(Events).toSorted());
  for (const types of Object.values(libraryEvents)) {
    if ('reason' in types) t.ok(types.reason.endsWith('.'));
    else for (const type of types) t.ok(eventTypes.has(type), type);
  }
});

t.test('what a worker tells is logged as the type that it names, and the type is documented', async (t) => {
  for (const { properties } of Happening.anyOf) {
    const type = properties.type.const;
    const eventType = eventTypes.get(type);
    t.ok(eventType, type);
    const fact = { type, identity: 'x', data: eventType?.example };
    t.ok(Value.Check(Happening, fact), `${type} fits the contract`);
    const { log } = effectsOf(fact as Happening, 0);
    t.equal(log?.type, type);
    t.same(eventType === undefined ? [] : Value.Errors(eventType.data, log?.data), [], `${type} is logged as documented`);
  }
});

t.test('every type that the sources log is documented', async (t) => {
  const types = globSync('packages/supervisor/src/**/*.ts', { cwd: rootDir })
    .filter((path) => !path.includes('/catalog/'))
    .flatMap((path) => [...readFileSync(join(rootDir, path), 'utf8').matchAll(/(?:announce\(|type: |\? )'([a-z]+\.[a-z_]+)'/g)])
    .map(([, type = '']) => type);
  t.ok(types.includes('session.state_changed') && types.includes('service.starts_paused'));
  for (const type of types) t.ok(eventTypes.has(type), type);
});
