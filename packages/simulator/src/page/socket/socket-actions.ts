import { clearCredentials } from '#page/linking/credentials.ts';
import { logoutNavigatesFirst } from '#page/socket/fault-frames.ts';
import { serverLink } from '#page/socket/server-link.ts';

const postLogoutPath = '/?post_logout=1&logout_reason=1';
const leaveAfterMs = 1_000;

/** Unlinks this device from here: the server forgets it first, then this profile does. */
export async function logout(): Promise<void> {
  if (logoutNavigatesFirst()) {
    location.assign(postLogoutPath);
    await new Promise(() => undefined);
  }
  await serverLink.request('logout', {});
  serverLink.close();
  await clearCredentials();
  // Later: leaving before the caller has its answer would take the answer away.
  setTimeout(() => location.assign(postLogoutPath), leaveAfterMs);
}

/** "Use here": this browser becomes the device, the other one gets the conflict. */
export function takeover(): void {
  serverLink.open();
}

/** Drops the connection and opens it again. */
export function reconnect(): void {
  serverLink.open();
}
