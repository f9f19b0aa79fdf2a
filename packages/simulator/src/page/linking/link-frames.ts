import { Cmd } from '#page/socket/WAWebCmd.ts';
import { clearCredentials, storeCredentials } from '#page/linking/credentials.ts';
import { Conn } from '#page/socket/WAWebConnModel.ts';
import { requireModule } from '#page/core/registry.ts';
import { serverLink } from '#page/socket/server-link.ts';
import { Socket } from '#page/socket/WAWebSocketModel.ts';
import type { Browser } from '../../protocol/page-frames.ts';
import type { ServerFrame } from '../../protocol/server-frames.ts';

type Frame<Kind extends ServerFrame['kind']> = Extract<ServerFrame, { kind: Kind }>;

const noLibraryMs = 2_000;

/** A ref is on offer: it must be there before the state says so, whatsapp-web.js reads it at once. */
export function onUnpaired({ ref }: Frame<'unpaired'>): void {
  Conn.set({ ref });
  serverLink.ready();
  Socket.set({ state: 'UNPAIRED' });
}

/** The next ref. */
export function onRef({ ref }: Frame<'ref'>): void {
  Conn.set({ ref });
  Socket.set({ state: 'UNPAIRED' });
}

/** No more refs until somebody asks. */
export function onRefsUsedUp(): void {
  Socket.set({ state: 'UNPAIRED_IDLE' });
}

/** A phone accepted this page. */
export async function onPaired({ credentials, me }: Frame<'paired'>): Promise<void> {
  Socket.set({ state: 'PAIRING' });
  await storeCredentials(credentials);
  Conn.become(me);
  const browserUtils = requireModule('WAWebMiscBrowserUtils') as { info(): Browser };
  const { os, name } = browserUtils.info();
  serverLink.send({ kind: 'stored', browser: { os, name } });
  serverLink.open();
}

/** The phone removed this device while it was away. */
export async function onRemoved({ reload }: Frame<'removed'>): Promise<void> {
  serverLink.close();
  if (reload) {
    // In the middle of whatsapp-web.js's inject: it waits for the state by now.
    await Promise.race([
      Socket.whenListened('change:state'),
      new Promise((resolve) => {
        setTimeout(resolve, noLibraryMs);
      }),
    ]);
  }
  await clearCredentials();
  if (reload) location.reload();
  else serverLink.open();
}

/** The phone removed this device just now. */
export async function onLogout(): Promise<void> {
  serverLink.close();
  await clearCredentials();
  Cmd.trigger('logout');
  location.assign('/?post_logout=1&logout_reason=0');
}
