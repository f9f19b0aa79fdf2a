import { useSignal } from '@preact/signals';
import { useEffect, useMemo } from 'preact/hooks';
import { sentenceOf } from '../api/problem.ts';
import type { Parts } from '../parts.ts';
import { RestartDialog } from '../restart/restart-dialog.tsx';
import { RestartProgress } from '../restart/restart-progress.tsx';
import { RestartStore } from '../restart/restart-store.ts';
import { followLocation, hashOf } from '../routing/location.ts';
import type { Place } from '../routing/location.ts';
import { Banners } from './banners.tsx';
import { needs, View } from './view.tsx';

const places = [
  ['Sessions', { view: 'sessions' }],
  ['Logs', { view: 'logs' }],
  ['Webhooks', { view: 'webhooks' }],
  ['Backups', { view: 'backups' }],
  ['Keys', { view: 'keys' }],
  ['Service', { view: 'service' }],
] as const satisfies readonly (readonly [string, Place])[];

/** What is around every view: where one can go, what is wrong, and the way out. */
export function Shell({ parts }: { readonly parts: Parts }) {
  const { place, end } = useMemo(followLocation, []);
  const restart = useMemo(() => new RestartStore(parts.api), [parts]);
  const isReading = parts.api.may(needs.sessions);
  const isWhole = parts.api.may(needs.service);
  useEffect(() => end, [end]);
  useEffect(() => {
    // What the key does not open is not asked for again and again.
    if (isReading) {
      parts.live.open();
      parts.sessions.start();
    }
    if (isWhole) parts.service.start();
    // A page that was opened while the service was away was not told what its key may do.
    const endTurn = parts.live.onTurn(() => {
      if (parts.api.rights.peek() === undefined) void parts.api.checkSignIn();
    });
    return () => {
      endTurn();
      parts.service.stop();
      parts.sessions.stop();
      parts.live.close();
    };
  }, [parts, isReading, isWhole]);
  return (
    <>
      <a class="skip" href="#main">
        Skip to the content
      </a>
      <Header parts={parts} place={place.value} restart={restart} />
      <RestartProgress restart={restart} sessions={parts.sessions} />
      <main id="main" tabIndex={-1}>
        <View parts={parts} place={place.value} />
      </main>
      <Banners api={parts.api} live={parts.live} service={parts.service} />
    </>
  );
}

function Header({ parts, place, restart }: { readonly parts: Parts; readonly place: Place; readonly restart: RestartStore }) {
  const fault = useSignal('');
  const signOut = async (): Promise<void> => {
    fault.value = '';
    await parts.api.signOut().catch((error: unknown) => {
      fault.value = `You are still signed in: ${sentenceOf(error)}`;
    });
  };
  return (
    <header class="top">
      <p class="brand">WhatsApp service</p>
      <nav aria-label="Views">
        {places
          .filter(([, { view }]) => parts.api.may(needs[view]))
          .map(([name, target]) => (
            <a key={name} href={hashOf(target)} aria-current={isAt(place, target) ? 'page' : undefined}>
              {name}
            </a>
          ))}
      </nav>
      {parts.api.may({ scope: 'admin', isWhole: true }) && <RestartDialog restart={restart} />}
      <button type="button" class="quiet" onClick={() => void signOut()}>
        Sign out
      </button>
      <p role="alert" class="fault">
        {fault.value}
      </p>
    </header>
  );
}

function isAt(place: Place, target: Place): boolean {
  return place.view === target.view || (place.view === 'session' && target.view === 'sessions');
}
