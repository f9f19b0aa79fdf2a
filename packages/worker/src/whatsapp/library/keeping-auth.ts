import wweb from 'whatsapp-web.js';
import type { WorkerInit } from '@whatsapp-service/shared/ipc/worker-init.ts';

const { LocalAuth } = wweb;

/** Where the library calls into its authentication strategy; each may hold the library back by not settling. */
export interface AuthHooks {
  readonly afterLaunch: () => Promise<void>;
  readonly onUnpaired: () => Promise<void>;
  readonly onDisconnect: () => Promise<void>;
  readonly onLogout: () => Promise<void>;
}

/** LocalAuth that never deletes the profile. Its methods are fields because the library declares them so. */
export class KeepingAuth extends LocalAuth {
  override afterBrowserInitialized: () => Promise<void>;
  override onAuthenticationNeeded: () => Promise<{ failed: boolean; restart: boolean }>;
  override disconnect: () => Promise<void>;
  override logout: () => Promise<void>;

  constructor(init: WorkerInit, hooks: AuthHooks) {
    super({ clientId: init.sessionId, dataPath: init.authDir });
    this.afterBrowserInitialized = hooks.afterLaunch;
    this.onAuthenticationNeeded = async () => {
      await hooks.onUnpaired();
      return { failed: false, restart: false };
    };
    this.disconnect = hooks.onDisconnect;
    this.logout = hooks.onLogout;
  }
}
