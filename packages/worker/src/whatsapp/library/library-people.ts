import type { Client } from 'whatsapp-web.js';
import type { PeoplePorts } from '../people-ports.ts';
import { LibraryCalls } from './library-calls.ts';
import { LibraryContacts } from './library-contacts.ts';
import { LibraryLabels } from './library-labels.ts';
import { LibraryProfile } from './library-profile.ts';
import { LibraryScheduledEvents } from './library-scheduled-events.ts';
import { LibraryStatuses } from './library-statuses.ts';

/** People by way of the library; pictures to be set lie in `mediaDir`. */
export function libraryPeople(client: Client, mediaDir: string): PeoplePorts {
  return {
    contacts: new LibraryContacts(client),
    profile: new LibraryProfile(client, mediaDir),
    labels: new LibraryLabels(client),
    statuses: new LibraryStatuses(client),
    calls: new LibraryCalls(client),
    scheduledEvents: new LibraryScheduledEvents(client),
  };
}
