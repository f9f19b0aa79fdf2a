import { useSignal } from '@preact/signals';
import { useEffect, useMemo } from 'preact/hooks';
import { sentenceOf } from '../api/problem.ts';
import { LogsView } from '../logs/logs-view.tsx';
import type { Parts } from '../parts.ts';
import { RestartDialog } from '../restart/restart-dialog.tsx';
import { RestartProgress } from '../restart/restart-progress.tsx';
import { RestartStore } from '../restart/restart-store.ts';
import { followLocation, hashOf } from '../routing/location.ts';
import type { Place } from '../routing/location.ts';
import { ServiceView } from '../service/service-view.tsx';
import { SessionPage } from '../session/session-page.tsx';
import { SessionsView } from '../sessions/sessions-view.tsx';
import { WebhooksView } from '../webhooks/webhooks-view.tsx';
import { Banners } from './banners.tsx';

const places = [
  ['Sessions', { view: 'sessions' }],
  ['Logs', { view: 'logs' }],
  ['Webhooks', { view: 'webhooks' }],
  ['Service', { view: 'service' }],
] as const satisfies readonly (readonly [string, Place])[];

/** What is around every view: where one can go, what is wrong, and the way out. */
export function Shell({ parts }: { readonly parts: Parts }) {
  const { place, end } = useMemo(followLocation, []);
  const restart = useMemo(() => new RestartStore(parts.api), [parts]);
  useEffect(() => {
    parts.live.open();
    parts.sessions.start();
    parts.service.start();
    return () => {
      end();
      parts.service.stop();
      parts.sessions.stop();
      parts.live.close();
    };
  }, [parts, end]);
  return (
    <>
      <a class="skip" href="#main">
        Skip to the content
      </a>
      <Header parts={parts} place={place.value} restart={restart} />
      <Banners live={parts.live} service={parts.service} />
      <RestartProgress restart={restart} sessions={parts.sessions} />
      <main id="main" tabIndex={-1}>
        <View parts={parts} place={place.value} />
      </main>
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
        {places.map(([name, target]) => (
          <a key={name} href={hashOf(target)} aria-current={isAt(place, target) ? 'page' : undefined}>
            {name}
          </a>
        ))}
      </nav>
      <RestartDialog restart={restart} />
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

function View({ parts, place }: { readonly parts: Parts; readonly place: Place }) {
  switch (place.view) {
    case 'sessions':
      return <SessionsView parts={parts} />;
    case 'session':
      return <SessionPage key={place.sessionId} parts={parts} sessionId={place.sessionId} />;
    case 'logs':
      return <LogsView api={parts.api} sessions={parts.sessions} />;
    case 'webhooks':
      return <WebhooksView api={parts.api} />;
    case 'service':
      return <ServiceView service={parts.service} />;
  }
}
