import Type from 'typebox';
import type { Static } from 'typebox';
import { SessionId } from '../session/session-id.ts';

const path = Type.String({ pattern: '^/', maxLength: 4_096 });
const timeoutMs = Type.Integer({ minimum: 1, maximum: 3_600_000 });

/** How long each phase of a start may take, and a reconnect of the page, in milliseconds. */
export const StartDeadlines = Type.Object({
  launchMs: timeoutMs,
  navigateMs: timeoutMs,
  stateKnownMs: timeoutMs,
  authenticateMs: timeoutMs,
  pairingMs: timeoutMs,
  reconnectMs: timeoutMs,
});
export type StartDeadlines = Static<typeof StartDeadlines>;

/** The one message of the fork channel: all that a worker needs to know, so that nothing secret is in argv or env. */
export const WorkerInit = Type.Object({
  type: Type.Literal('init'),
  protocol: Type.Integer({ minimum: 0 }),
  sessionId: SessionId,
  token: Type.String({ minLength: 32, maxLength: 128 }),
  socketPath: path,
  /** restore: a linked profile is expected, and without one no browser starts. pair: a QR is wanted. */
  mode: Type.Union([Type.Literal('restore'), Type.Literal('pair')]),
  authDir: path,
  cacheDir: path,
  /** The session's own TMPDIR; the worker makes and empties it. */
  tempDir: path,
  screenshotDir: path,
  /** The files that this session sends and fetches; nobody else's lie in it. */
  mediaDir: path,
  /** Where the worker leaves what it knows of a start that failed; a folder of the session's own. */
  bundleDir: path,
  /** Where the worker leaves what no supervisor has committed when it ends. */
  lastWordsDir: Type.Optional(path),
  browser: Type.Object({
    path,
    kind: Type.Union([Type.Literal('headless-shell'), Type.Literal('chromium')]),
    sandbox: Type.Boolean(),
    extraArgs: Type.Array(Type.String()),
    proxy: Type.Union([Type.String(), Type.Null()]),
  }),
  deadlines: StartDeadlines,
  probeIntervalMs: timeoutMs,
  probeTimeoutMs: timeoutMs,
  /** How long the worker stays connected to WhatsApp while its supervisor is gone; 0 closes at once. */
  handoverGraceMs: Type.Integer({ minimum: 0 }),
  logLevel: Type.String(),
});
export type WorkerInit = Static<typeof WorkerInit>;
