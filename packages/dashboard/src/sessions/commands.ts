import type { SessionView } from '@whatsapp-service/shared/api/session-view.ts';
import type { Api } from '../api/api.ts';

/** Something that can be done to a session, with what a person is told before. */
export interface Command {
  readonly name: string;
  readonly text: (session: SessionView) => string;
  readonly isGrave: boolean;
  readonly isOffered: (session: SessionView) => boolean;
  readonly act: (api: Api, sessionId: string) => Promise<SessionView>;
}

const isRunning = ({ desired, status }: SessionView): boolean => desired === 'running' && status !== 'disconnected';
const nameOf = (session: SessionView): string => session.instance_name ?? session.session_id;

export const commands: readonly Command[] = [
  {
    name: 'Start',
    text: (session) => `${nameOf(session)} is started. If it is linked, it connects by itself; if not, it offers a QR code.`,
    isGrave: false,
    isOffered: ({ desired }) => desired === 'stopped',
    act: (api, id) => api.command(id, 'start'),
  },
  {
    name: 'Reconnect',
    text: (session) =>
      `${nameOf(session)} is started again. If its login is still good, it connects by itself; if not, it offers a QR code.`,
    isGrave: false,
    isOffered: ({ desired, status }) => desired === 'running' && status === 'disconnected',
    act: (api, id) => api.command(id, 'start'),
  },
  {
    name: 'Restart',
    text: (session) => `${nameOf(session)} is briefly disconnected and comes back by itself. It stays linked: nobody has to scan a code.`,
    isGrave: false,
    isOffered: isRunning,
    act: (api, id) => api.command(id, 'restart'),
  },
  {
    name: 'Stop',
    text: (session) => `${nameOf(session)} is disconnected until somebody starts it again. It stays linked.`,
    isGrave: false,
    isOffered: isRunning,
    act: (api, id) => api.command(id, 'stop'),
  },
  {
    name: 'Log out',
    text: (session) => `${nameOf(session)} is unlinked from its phone. To use it again, somebody has to scan a QR code with that phone.`,
    isGrave: true,
    isOffered: ({ status }) => status === 'connected',
    act: (api, id) => api.command(id, 'logout'),
  },
  {
    name: 'Delete',
    text: (session) =>
      `${nameOf(session)} is unlinked where that is possible, stopped and forgotten. Its files lie in the quarantine for some time.`,
    isGrave: true,
    isOffered: () => true,
    act: (api, id) => api.remove(id),
  },
];
