import type { FastifyBaseLogger, FastifyInstance, RawServerDefault, RawReplyDefaultExpression, RawRequestDefaultExpression } from 'fastify';
import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import type { WithMediaUrl } from '@whatsapp-service/shared/api/media-url.ts';
import type { QrJob } from '../jobs/render-qr.ts';
import type { KeyRing } from '../keys/key-ring.ts';
import type { BrowserSessions } from '../sign-in/browser-sessions.ts';
import type { WrongKeys } from './pressure/wrong-keys.ts';
import type { Services } from './services.ts';

/** The app as the routes see it: requests have the types of their schemas. */
export type TypedApp = FastifyInstance<
  RawServerDefault,
  RawRequestDefaultExpression,
  RawReplyDefaultExpression,
  FastifyBaseLogger,
  TypeBoxTypeProvider
>;

/** What draws pictures; the job pool does. */
export interface QrRenderer {
  renderQr(job: QrJob, signal: AbortSignal): Promise<Buffer>;
}

/** What the routes are given. */
export interface RouteContext extends Services {
  /** The path of the host below which the service answers; '' where it has the host to itself. */
  readonly basePath: string;
  readonly withMediaUrl: WithMediaUrl;
  readonly jobs: QrRenderer;
  readonly signIns: Pick<BrowserSessions, 'signIn' | 'find' | 'signOut'>;
  /** Of sign-ins alone: a program with a wrong key keeps nobody from the page. */
  readonly wrongSignIns: WrongKeys;
  readonly keyRing: Pick<KeyRing, 'find'>;
}
