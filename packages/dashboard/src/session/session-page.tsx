import type { SessionView } from '@whatsapp-service/shared/api/session-view.ts';
import type { Parts } from '../parts.ts';
import { hashOf } from '../routing/location.ts';
import { CommandButtons } from '../sessions/command-buttons.tsx';
import { QrPanel } from '../sessions/qr-panel.tsx';
import { StatusBadge } from '../sessions/status-badge.tsx';
import { agoOf, bytesOf, timeOf } from '../sessions/words.ts';
import { RecentEvents } from './recent-events.tsx';
import { ResourceChart } from './resource-chart.tsx';
import { Screenshot } from './screenshot.tsx';
import { SessionBackups } from './session-backups.tsx';
import { SessionDeliveries } from './session-deliveries.tsx';
import { SessionLog } from './session-log.tsx';
import { TestMessage } from './test-message.tsx';
import { Timeline } from './timeline.tsx';

interface SessionPageProps {
  readonly parts: Parts;
  readonly sessionId: string;
}

/** Everything about one session. */
export function SessionPage({ parts, sessionId }: SessionPageProps) {
  const session = parts.sessions.all.value.get(sessionId);
  return (
    <>
      <p>
        <a href={hashOf({ view: 'sessions' })}>← All sessions</a>
      </p>
      {session === undefined ? (
        <p class="state">{parts.sessions.isLoaded.value ? `There is no session ${sessionId}.` : 'Loading …'}</p>
      ) : (
        <Found parts={parts} session={session} />
      )}
    </>
  );
}

function Found({ parts, session }: { readonly parts: Parts; readonly session: SessionView }) {
  const { session_id: id } = session;
  return (
    <>
      <div class="title-row">
        <h1>{session.instance_name ?? id}</h1>
        <div class="buttons wrap">
          <CommandButtons parts={parts} session={session} />
        </div>
      </div>
      <Facts session={session} />
      {session.status === 'qr_required' && <QrPanel parts={parts} session={session} />}
      {/* What a person uses is above what is asked for and grows: nothing moves away beneath the pointer. */}
      {session.status === 'connected' && <TestMessage api={parts.api} sessionId={id} />}
      <Screenshot api={parts.api} session={session} />
      <ResourceChart parts={parts} sessionId={id} />
      <Timeline api={parts.api} session={session} />
      <SessionDeliveries api={parts.api} session={session} />
      <RecentEvents parts={parts} sessionId={id} />
      <SessionLog api={parts.api} sessionId={id} />
      <SessionBackups parts={parts} sessionId={id} />
    </>
  );
}

function Facts({ session }: { readonly session: SessionView }) {
  const { resources } = session;
  const rows: readonly (readonly [string, string])[] = [
    ['Session', session.session_id],
    ['User', String(session.user_id ?? '–')],
    ['Phone', session.phone === null ? '–' : `+${session.phone}`],
    ['Name in WhatsApp', session.push_name ?? '–'],
    ['Exact state', session.state],
    ['Last active', agoOf(session.last_active)],
    ['Connected since', timeOf(session.connected_since)],
    ['Restarts', String(session.restarts)],
    ['Memory', bytesOf(resources.rss_bytes)],
    ['CPU', `${resources.cpu_percent.toFixed(1)} %`],
    ['Processes', String(resources.processes)],
    ['Profile on disk', bytesOf(resources.profile_bytes)],
  ];
  return (
    <section aria-label="Facts">
      <p>
        <StatusBadge session={session} /> {session.reason?.message}
      </p>
      <dl class="facts">
        {rows.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
