import { Api } from './api/api.ts';
import { LiveEvents } from './api/live-events.ts';
import { SessionStore } from './sessions/session-store.ts';
import { ServiceStore } from './service/service-store.ts';

/** What the views share. */
export interface Parts {
  readonly api: Api;
  readonly live: LiveEvents;
  readonly sessions: SessionStore;
  readonly service: ServiceStore;
}

/** Makes the parts; nothing is asked of the service before somebody is signed in. */
export function createParts(): Parts {
  const api = new Api();
  const live = new LiveEvents();
  return { api, live, sessions: new SessionStore(api, live), service: new ServiceStore(api, live) };
}
