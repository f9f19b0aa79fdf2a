import t from 'tap';
import { mediaUrls } from '@whatsapp-service/shared/api/media-url.ts';
import pino from 'pino';
import { EventLog } from '@whatsapp-service/supervisor/events/event-log.ts';
import { MessageCursors } from '@whatsapp-service/supervisor/events/message-cursors.ts';
import { newRecord } from '@whatsapp-service/supervisor/sessions/session-record.ts';
import { SessionJournal } from '@whatsapp-service/supervisor/sessions/session-journal.ts';
import { SessionRepository } from '@whatsapp-service/supervisor/sessions/session-repository.ts';
import { StateKeeper } from '@whatsapp-service/supervisor/sessions/state-keeper.ts';
import { openDatabase } from '@whatsapp-service/supervisor/storage/database.ts';
import { directWrites } from '@whatsapp-service/supervisor/storage/writes.ts';
import type { Writes } from '@whatsapp-service/supervisor/storage/writes.ts';
import { systemClock } from '@whatsapp-service/shared/time/clock.ts';

await t.test('what is known already is not written again', async (t) => {
  const database = openDatabase(t.testdir());
  t.teardown(() => database.close());
  let written = 0;
  const counting: Writes = {
    write(run, key) {
      written += 1;
      directWrites.write(run, key);
    },
    writeSoon(run, key) {
      counting.write(run, key);
    },
  };
  const repository = new SessionRepository(database, counting);
  const keeper = new StateKeeper({
    record: newRecord('a', 1, {}),
    repository,
    journal: new SessionJournal(
      { eventLog: new EventLog(database, systemClock), cursors: new MessageCursors(database), withMediaUrl: mediaUrls('') },
      'a',
    ),
    logger: pino({ level: 'silent' }),
    onLeave: () => undefined,
    onEnter: () => undefined,
    onMeaningless: () => undefined,
  });
  keeper.save({ instanceName: 'Main' });
  t.equal(written, 1);
  keeper.save({ instanceName: 'Main' });
  keeper.save({});
  keeper.saveSoon({ instanceName: 'Main' });
  t.equal(written, 1);
  keeper.save({ instanceName: 'Main', userId: 7 });
  t.equal(written, 2);
  t.match(repository.loadAll(), [{ sessionId: 'a', instanceName: 'Main', userId: 7 }]);
});
