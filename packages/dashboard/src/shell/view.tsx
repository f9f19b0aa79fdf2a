import { Allowed } from '../access/allowed.tsx';
import type { Need } from '../access/rights.ts';
import { BackupsView } from '../backups/backups-view.tsx';
import { KeysView } from '../keys/keys-view.tsx';
import { LogsView } from '../logs/logs-view.tsx';
import type { Parts } from '../parts.ts';
import type { Place } from '../routing/location.ts';
import { ServiceView } from '../service/service-view.tsx';
import { SessionPage } from '../session/session-page.tsx';
import { SessionsView } from '../sessions/sessions-view.tsx';
import { WebhooksView } from '../webhooks/webhooks-view.tsx';

/** What each view needs; without it the view is neither offered nor asked for. */
export const needs: Readonly<Record<Place['view'], Need>> = {
  sessions: { scope: 'read' },
  session: { scope: 'read' },
  logs: { scope: 'read' },
  webhooks: { scope: 'read' },
  backups: { scope: 'read', isWhole: true },
  keys: { scope: 'admin', isWhole: true },
  service: { scope: 'read', isWhole: true },
};

/** The view that a place names, or why the key does not open it. */
export function View({ parts, place }: { readonly parts: Parts; readonly place: Place }) {
  return (
    <Allowed api={parts.api} need={needs[place.view]} without="This is not shown">
      <Chosen parts={parts} place={place} />
    </Allowed>
  );
}

function Chosen({ parts, place }: { readonly parts: Parts; readonly place: Place }) {
  switch (place.view) {
    case 'sessions':
      return <SessionsView parts={parts} />;
    case 'session':
      return <SessionPage key={place.sessionId} parts={parts} sessionId={place.sessionId} />;
    case 'logs':
      return <LogsView api={parts.api} sessions={parts.sessions} />;
    case 'webhooks':
      return <WebhooksView api={parts.api} />;
    case 'backups':
      return <BackupsView parts={parts} />;
    case 'keys':
      return <KeysView api={parts.api} />;
    case 'service':
      return <ServiceView api={parts.api} service={parts.service} />;
  }
}
