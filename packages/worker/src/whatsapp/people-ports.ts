import type { CallsPort } from './calls-port.ts';
import type { ContactsPort } from './contacts-port.ts';
import type { LabelsPort } from './labels-port.ts';
import type { ProfilePort } from './profile-port.ts';
import type { ScheduledEventsPort } from './scheduled-events-port.ts';
import type { StatusesPort } from './statuses-port.ts';

/** People, and what the account is to them. */
export interface PeoplePorts {
  readonly contacts: ContactsPort;
  readonly profile: ProfilePort;
  readonly labels: LabelsPort;
  readonly statuses: StatusesPort;
  readonly calls: CallsPort;
  readonly scheduledEvents: ScheduledEventsPort;
}
