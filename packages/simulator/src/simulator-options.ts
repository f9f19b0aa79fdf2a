import type { NewPhone } from './accounts/account-store.ts';

/** How a simulator is started; every setting has a default. */
export type SimulatorOptions = {
  /** Where the page is served on 127.0.0.1; 0 (the default) takes a free port. */
  port?: number;
  /** Where the phones' HTTP API is served on 127.0.0.1; 0 (the default) takes a free port. */
  apiPort?: number;
  /** How long a QR ref is good: 20 s, as WhatsApp's. */
  qrRefreshMs?: number;
  /** How many refs a page gets before it has to ask for more: 6. */
  qrRefs?: number;
  /** Between a login and its sync: 0. */
  syncDelayMs?: number;
  /** What came while a device was away reaches its page before it is synced, or ('after', the default) once somebody listens. */
  offlineDelivery?: 'before' | 'after';
  /** A page whose device was removed while it was away goes to its QR ('stay', the default) or reloads. */
  removedDevice?: 'stay' | 'reload';
  /** How many devices a phone can link: 4, as WhatsApp's. */
  maxDevices?: number;
  /** Where accounts, devices, messages and the certificate are kept; without it they end with the process. */
  stateFile?: string;
  /** Phones to begin with; those that the state file has already are left as they are. */
  phones?: NewPhone[];
};
