import { scopes } from '../../keys/scope.ts';
import type { Scope } from '../../keys/scope.ts';
import { readRoutes } from './read-routes.ts';
import { sendRoutes } from './send-routes.ts';

/**
 * What a key needs for each route. `read` is told; `send` acts in an account's name; `manage` decides about the account itself, its session, and
 * who is told; `admin` decides about the service and who may use it.
 */
const routes: Readonly<Record<Scope, readonly string[]>> = {
  read: readRoutes,
  send: sendRoutes,
  manage: [
    'DELETE /api/v1/sessions/:session_id',
    'DELETE /api/v1/sessions/:session_id/profile/picture',
    'DELETE /api/v1/webhooks/:webhook_id',
    // Whoever has the code decides which account the session is; while a phone is awaited the page shows it.
    'GET /api/v1/sessions/:session_id/qr',
    'GET /api/v1/sessions/:session_id/screenshot',
    'PATCH /api/v1/sessions/:session_id/client-settings',
    'PATCH /api/v1/sessions/:session_id/profile',
    'PATCH /api/v1/webhooks/:webhook_id',
    'POST /api/v1/sessions',
    'POST /api/v1/sessions/:session_id/logout',
    'POST /api/v1/sessions/:session_id/pairing-code',
    'POST /api/v1/sessions/:session_id/restart',
    'POST /api/v1/sessions/:session_id/start',
    'POST /api/v1/sessions/:session_id/stop',
    'POST /api/v1/webhooks',
    'POST /api/v1/webhooks/:webhook_id/dead-letters/purge',
    'POST /api/v1/webhooks/:webhook_id/dead-letters/redrive',
    'POST /api/v1/webhooks/:webhook_id/rotate-secret',
    'POST /api/v1/webhooks/:webhook_id/test',
    'PUT /api/v1/sessions/:session_id/profile/picture',
  ],
  admin: [
    'DELETE /api/v1/backups/:backup_id',
    'DELETE /api/v1/keys/:key_id',
    'GET /api/v1/audit',
    'GET /api/v1/keys',
    'GET /api/v1/keys/:key_id',
    'GET /api/v1/service/restart-preview',
    'POST /api/v1/backups',
    'POST /api/v1/backups/:backup_id/restore',
    'POST /api/v1/backups/:backup_id/verify',
    'POST /api/v1/keys',
    'POST /api/v1/service/reconcile',
    'POST /api/v1/service/restart',
  ],
};

/** What tells and changes nothing of sessions but those that its handler looks after, or nothing of sessions at all. */
const confined: ReadonlySet<string> = new Set([
  'DELETE /api/v1/webhooks/:webhook_id',
  'GET /api/v1/events',
  'GET /api/v1/events/stream',
  'GET /api/v1/service/logs',
  'GET /api/v1/service/logs/stream',
  'GET /api/v1/sessions',
  'GET /api/v1/webhooks',
  'GET /api/v1/webhooks/:webhook_id',
  'GET /api/v1/webhooks/:webhook_id/dead-letters',
  'GET /api/v1/webhooks/:webhook_id/deliveries',
  'GET /openapi.json',
  'PATCH /api/v1/webhooks/:webhook_id',
  'POST /api/v1/sessions',
  'POST /api/v1/webhooks',
  'POST /api/v1/webhooks/:webhook_id/dead-letters/purge',
  'POST /api/v1/webhooks/:webhook_id/dead-letters/redrive',
  'POST /api/v1/webhooks/:webhook_id/rotate-secret',
  'POST /api/v1/webhooks/:webhook_id/test',
]);

/** What a signed-in browser asks of its own sign-in: whatever its key may do, it may do that. */
const own: ReadonlySet<string> = new Set(['DELETE /api/v1/sign-in', 'GET /api/v1/sign-in']);

/** The description as the page of the reference has it: /openapi.json under other names. */
const descriptions: ReadonlySet<string> = new Set(['/docs/json', '/docs/yaml']);

/** Whom a route lets in. */
export interface RouteAccess {
  /** What its key has to hold; null: any key will do. */
  readonly scope: Scope | null;
  /** Whether a key that is confined to a prefix may ask: the others are about the service as a whole. */
  readonly isForPrefixes: boolean;
}

const declared = new Map(scopes.flatMap((scope) => routes[scope].map((route) => [route, scope] as const)));

/** Every route that is declared here. */
export const declaredRoutes: readonly string[] = [...Object.values(routes).flat(), ...own];

/** Whom a route lets in; undefined for one that nobody declared, which the service does not start with. */
export function accessOf(method: string, url: string): RouteAccess | undefined {
  const route = `${method === 'HEAD' ? 'GET' : method} ${url}`;
  // What the page of the reference loads is the description, which is told to those who may read.
  if (descriptions.has(url)) return { scope: 'read', isForPrefixes: true };
  if (own.has(route) || isDocumentation(url)) return { scope: null, isForPrefixes: true };
  const scope = declared.get(route);
  return scope === undefined ? undefined : { scope, isForPrefixes: url.includes('/:session_id') || confined.has(route) };
}

/** Whether a route is one of the pages of the reference, which the library behind them adds. */
export function isDocumentation(url: string): boolean {
  return url === '/docs' || url.startsWith('/docs/');
}
