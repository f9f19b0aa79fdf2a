import { signal } from '@preact/signals';

/** Where in the page a person is; kept behind the "#", so that it survives a reload and the service sees nothing of it. */
export type Place =
  | { readonly view: 'sessions' }
  | { readonly view: 'session'; readonly sessionId: string }
  | { readonly view: 'logs' }
  | { readonly view: 'webhooks' }
  | { readonly view: 'backups' }
  | { readonly view: 'keys' }
  | { readonly view: 'service' };

const otherViews = ['logs', 'webhooks', 'backups', 'keys', 'service'] as const;

/** The place that a hash names; what is unknown is the list of sessions. */
function placeOf(hash: string): Place {
  const [view = '', id] = hash.replace(/^#\/?/, '').split('/');
  if (view === 'sessions' && id !== undefined && /^[A-Za-z0-9_-]{1,64}$/.test(id)) return { view: 'session', sessionId: id };
  return { view: otherViews.find((each) => each === view) ?? 'sessions' };
}

/** The link to a place. */
export function hashOf(place: Place): string {
  return place.view === 'session' ? `#/sessions/${place.sessionId}` : `#/${place.view}`;
}

/** The present place, and the way to follow it. */
export function followLocation() {
  const place = signal(placeOf(location.hash));
  const onChange = (): void => {
    place.value = placeOf(location.hash);
  };
  addEventListener('hashchange', onChange);
  return { place, end: () => removeEventListener('hashchange', onChange) };
}
