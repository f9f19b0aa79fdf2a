import { Validator } from '@seriousme/openapi-schema-validator';
import { errorTable } from '@whatsapp-service/supervisor/supervisor-error-table.ts';
import t from 'tap';
import { auth, testApp } from '../../../support/http-app.ts';

interface Operation {
  readonly operationId?: string;
  readonly tags?: string[];
  readonly summary?: string;
  readonly security?: unknown[];
  readonly requestBody?: unknown;
  readonly responses: Record<string, { description?: string; content?: Record<string, { schema?: object }> }>;
}

async function documentOf(t: Parameters<typeof testApp>[0]) {
  const { app } = await testApp(t);
  const answer = await app.inject({ url: '/openapi.json', headers: auth });
  const document = answer.json<{
    openapi: string;
    paths: Record<string, Record<string, Operation>>;
    components: { schemas: Record<string, object> };
  }>();
  const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ name: `${method} ${path}`, operation })),
  );
  return { app, document, operations };
}

t.test('the description is a valid OpenAPI 3.1 document', async (t) => {
  const { document } = await documentOf(t);
  const result = await new Validator().validate(structuredClone(document));
  t.equal(result.valid, true, JSON.stringify(result.errors ?? []));
  t.match(document.openapi, /^3\.1\./);
});

t.test('each route has its own id, a tag, a summary, and a schema for every answer', async (t) => {
  const { operations } = await documentOf(t);
  const ids = operations.map(({ operation }) => operation.operationId);
  t.equal(new Set(ids).size, operations.length);
  for (const { name, operation } of operations) {
    t.ok(operation.operationId, name);
    t.equal(operation.tags?.length, 1, name);
    t.match(operation.summary, /^[A-Z]/, name);
    for (const [status, { description, content }] of Object.entries(operation.responses)) {
      t.ok(description, `${name} ${status}`);
      t.ok(content !== undefined && Object.values(content).every(({ schema }) => schema !== undefined), `${name} ${status}`);
      const isProblem = content !== undefined && 'application/problem+json' in content;
      t.equal(isProblem, Number(status) >= 400 && name !== 'get /readyz', `${name} ${status}`);
    }
  }
});

/** One line a route. */
const routes = [
  'delete /api/v1/backups/{backup_id}',
  'delete /api/v1/keys/{key_id}',
  'delete /api/v1/sessions/{session_id}',
  'delete /api/v1/sessions/{session_id}/address-book/{phone_number}',
  'delete /api/v1/sessions/{session_id}/channels/{channel_id}',
  'delete /api/v1/sessions/{session_id}/channels/{channel_id}/admin-invites/{contact_id}',
  'delete /api/v1/sessions/{session_id}/channels/{channel_id}/admins/{contact_id}',
  'delete /api/v1/sessions/{session_id}/channels/{channel_id}/picture',
  'delete /api/v1/sessions/{session_id}/chats/{chat_id}',
  'delete /api/v1/sessions/{session_id}/groups/{group_id}/participants/{participant_id}',
  'delete /api/v1/sessions/{session_id}/groups/{group_id}/picture',
  'delete /api/v1/sessions/{session_id}/media/{media_id}',
  'delete /api/v1/sessions/{session_id}/messages/{message_id}',
  'delete /api/v1/sessions/{session_id}/messages/{message_id}/pin',
  'delete /api/v1/sessions/{session_id}/messages/{message_id}/reaction',
  'delete /api/v1/sessions/{session_id}/messages/{message_id}/star',
  'delete /api/v1/sessions/{session_id}/messages/{message_id}/vote',
  'delete /api/v1/sessions/{session_id}/profile/picture',
  'delete /api/v1/sessions/{session_id}/sends/{send_id}',
  'delete /api/v1/sessions/{session_id}/statuses/{message_id}',
  'delete /api/v1/sign-in',
  'delete /api/v1/webhooks/{webhook_id}',
  'get /api/v1/audit',
  'get /api/v1/backups',
  'get /api/v1/backups/{backup_id}',
  'get /api/v1/events',
  'get /api/v1/events/stream',
  'get /api/v1/keys',
  'get /api/v1/keys/{key_id}',
  'get /api/v1/service',
  'get /api/v1/service/drift',
  'get /api/v1/service/logs',
  'get /api/v1/service/logs/stream',
  'get /api/v1/service/restart-preview',
  'get /api/v1/service/restorations',
  'get /api/v1/sessions',
  'get /api/v1/sessions/{session_id}',
  'get /api/v1/sessions/{session_id}/broadcasts',
  'get /api/v1/sessions/{session_id}/broadcasts/{contact_id}',
  'get /api/v1/sessions/{session_id}/bulk-jobs',
  'get /api/v1/sessions/{session_id}/bulk-jobs/{job_id}',
  'get /api/v1/sessions/{session_id}/bulk-jobs/{job_id}/recipients',
  'get /api/v1/sessions/{session_id}/channel-directory',
  'get /api/v1/sessions/{session_id}/channel-invites/{invite_code}',
  'get /api/v1/sessions/{session_id}/channels',
  'get /api/v1/sessions/{session_id}/channels/{channel_id}',
  'get /api/v1/sessions/{session_id}/channels/{channel_id}/messages',
  'get /api/v1/sessions/{session_id}/channels/{channel_id}/subscribers',
  'get /api/v1/sessions/{session_id}/chats',
  'get /api/v1/sessions/{session_id}/chats/{chat_id}',
  'get /api/v1/sessions/{session_id}/chats/{chat_id}/labels',
  'get /api/v1/sessions/{session_id}/chats/{chat_id}/messages',
  'get /api/v1/sessions/{session_id}/chats/{chat_id}/pinned-messages',
  'get /api/v1/sessions/{session_id}/client-settings',
  'get /api/v1/sessions/{session_id}/contacts',
  'get /api/v1/sessions/{session_id}/contacts/{contact_id}',
  'get /api/v1/sessions/{session_id}/contacts/{contact_id}/about',
  'get /api/v1/sessions/{session_id}/contacts/{contact_id}/common-groups',
  'get /api/v1/sessions/{session_id}/contacts/{contact_id}/devices',
  'get /api/v1/sessions/{session_id}/contacts/{contact_id}/note',
  'get /api/v1/sessions/{session_id}/contacts/{contact_id}/picture',
  'get /api/v1/sessions/{session_id}/deliveries',
  'get /api/v1/sessions/{session_id}/group-invites/{invite_code}',
  'get /api/v1/sessions/{session_id}/groups',
  'get /api/v1/sessions/{session_id}/groups/{group_id}',
  'get /api/v1/sessions/{session_id}/groups/{group_id}/invite-code',
  'get /api/v1/sessions/{session_id}/groups/{group_id}/membership-requests',
  'get /api/v1/sessions/{session_id}/groups/{group_id}/participants',
  'get /api/v1/sessions/{session_id}/labels',
  'get /api/v1/sessions/{session_id}/labels/{label_id}',
  'get /api/v1/sessions/{session_id}/messages',
  'get /api/v1/sessions/{session_id}/messages/{message_id}',
  'get /api/v1/sessions/{session_id}/messages/{message_id}/delivery',
  'get /api/v1/sessions/{session_id}/messages/{message_id}/media',
  'get /api/v1/sessions/{session_id}/messages/{message_id}/order',
  'get /api/v1/sessions/{session_id}/messages/{message_id}/quoted-message',
  'get /api/v1/sessions/{session_id}/messages/{message_id}/reactions',
  'get /api/v1/sessions/{session_id}/messages/{message_id}/votes',
  'get /api/v1/sessions/{session_id}/numbers/{phone_number}',
  'get /api/v1/sessions/{session_id}/profile',
  'get /api/v1/sessions/{session_id}/qr',
  'get /api/v1/sessions/{session_id}/resources',
  'get /api/v1/sessions/{session_id}/screenshot',
  'get /api/v1/sessions/{session_id}/sends',
  'get /api/v1/sessions/{session_id}/sends/{send_id}',
  'get /api/v1/sessions/{session_id}/timeline',
  'get /api/v1/sessions/{session_id}/timeline/bundles/{bundle_id}',
  'get /api/v1/sign-in',
  'get /api/v1/webhooks',
  'get /api/v1/webhooks/{webhook_id}',
  'get /api/v1/webhooks/{webhook_id}/dead-letters',
  'get /api/v1/webhooks/{webhook_id}/deliveries',
  'get /livez',
  'get /metrics',
  'get /openapi.json',
  'get /readyz',
  'patch /api/v1/sessions/{session_id}/channels/{channel_id}',
  'patch /api/v1/sessions/{session_id}/chats/{chat_id}',
  'patch /api/v1/sessions/{session_id}/client-settings',
  'patch /api/v1/sessions/{session_id}/groups/{group_id}',
  'patch /api/v1/sessions/{session_id}/messages/{message_id}',
  'patch /api/v1/sessions/{session_id}/profile',
  'patch /api/v1/webhooks/{webhook_id}',
  'post /api/v1/backups',
  'post /api/v1/backups/{backup_id}/restore',
  'post /api/v1/backups/{backup_id}/verify',
  'post /api/v1/keys',
  'post /api/v1/service/reconcile',
  'post /api/v1/service/restart',
  'post /api/v1/sessions',
  'post /api/v1/sessions/{session_id}/bulk-jobs/{job_id}/cancel',
  'post /api/v1/sessions/{session_id}/bulk-jobs/{job_id}/pause',
  'post /api/v1/sessions/{session_id}/bulk-jobs/{job_id}/resume',
  'post /api/v1/sessions/{session_id}/call-links',
  'post /api/v1/sessions/{session_id}/calls/{call_id}/reject',
  'post /api/v1/sessions/{session_id}/channels',
  'post /api/v1/sessions/{session_id}/channels/{channel_id}/admin-invites',
  'post /api/v1/sessions/{session_id}/channels/{channel_id}/admin-invites/accept',
  'post /api/v1/sessions/{session_id}/channels/{channel_id}/mute',
  'post /api/v1/sessions/{session_id}/channels/{channel_id}/seen',
  'post /api/v1/sessions/{session_id}/channels/{channel_id}/subscribe',
  'post /api/v1/sessions/{session_id}/channels/{channel_id}/transfer',
  'post /api/v1/sessions/{session_id}/channels/{channel_id}/unmute',
  'post /api/v1/sessions/{session_id}/channels/{channel_id}/unsubscribe',
  'post /api/v1/sessions/{session_id}/chats/{chat_id}/clear',
  'post /api/v1/sessions/{session_id}/chats/{chat_id}/seen',
  'post /api/v1/sessions/{session_id}/chats/{chat_id}/sync-history',
  'post /api/v1/sessions/{session_id}/contacts/lookup',
  'post /api/v1/sessions/{session_id}/contacts/{contact_id}/block',
  'post /api/v1/sessions/{session_id}/contacts/{contact_id}/unblock',
  'post /api/v1/sessions/{session_id}/groups',
  'post /api/v1/sessions/{session_id}/groups/join',
  'post /api/v1/sessions/{session_id}/groups/{group_id}/invite-code/revoke',
  'post /api/v1/sessions/{session_id}/groups/{group_id}/leave',
  'post /api/v1/sessions/{session_id}/groups/{group_id}/membership-requests/approve',
  'post /api/v1/sessions/{session_id}/groups/{group_id}/membership-requests/reject',
  'post /api/v1/sessions/{session_id}/groups/{group_id}/participants',
  'post /api/v1/sessions/{session_id}/groups/{group_id}/participants/demote',
  'post /api/v1/sessions/{session_id}/groups/{group_id}/participants/promote',
  'post /api/v1/sessions/{session_id}/groups/{group_id}/participants/remove',
  'post /api/v1/sessions/{session_id}/logout',
  'post /api/v1/sessions/{session_id}/media',
  'post /api/v1/sessions/{session_id}/messages',
  'post /api/v1/sessions/{session_id}/messages/bulk',
  'post /api/v1/sessions/{session_id}/messages/{message_id}/forward',
  'post /api/v1/sessions/{session_id}/pairing-code',
  'post /api/v1/sessions/{session_id}/restart',
  'post /api/v1/sessions/{session_id}/start',
  'post /api/v1/sessions/{session_id}/statuses',
  'post /api/v1/sessions/{session_id}/stop',
  'post /api/v1/sign-in',
  'post /api/v1/webhooks',
  'post /api/v1/webhooks/{webhook_id}/dead-letters/purge',
  'post /api/v1/webhooks/{webhook_id}/dead-letters/redrive',
  'post /api/v1/webhooks/{webhook_id}/rotate-secret',
  'post /api/v1/webhooks/{webhook_id}/test',
  'put /api/v1/sessions/{session_id}/address-book/{phone_number}',
  'put /api/v1/sessions/{session_id}/channels/{channel_id}/picture',
  'put /api/v1/sessions/{session_id}/chats/{chat_id}/labels',
  'put /api/v1/sessions/{session_id}/chats/{chat_id}/typing',
  'put /api/v1/sessions/{session_id}/contacts/{contact_id}/note',
  'put /api/v1/sessions/{session_id}/groups/{group_id}/picture',
  'put /api/v1/sessions/{session_id}/messages/{message_id}/event-response',
  'put /api/v1/sessions/{session_id}/messages/{message_id}/pin',
  'put /api/v1/sessions/{session_id}/messages/{message_id}/reaction',
  'put /api/v1/sessions/{session_id}/messages/{message_id}/scheduled-event',
  'put /api/v1/sessions/{session_id}/messages/{message_id}/star',
  'put /api/v1/sessions/{session_id}/messages/{message_id}/vote',
  'put /api/v1/sessions/{session_id}/presence',
  'put /api/v1/sessions/{session_id}/profile/picture',
];

t.test('every route that the design names is there, and no other', async (t) => {
  const { operations } = await documentOf(t);
  t.strictSame(operations.map(({ name }) => name).toSorted(), routes);
});

t.test('every error that a route names is in the table, and every route but the health checks names 401', async (t) => {
  const { operations } = await documentOf(t);
  for (const { name, operation } of operations) {
    t.equal('401' in operation.responses, !['get /livez', 'get /readyz'].includes(name), name);
    for (const [status, { description = '' }] of Object.entries(operation.responses)) {
      for (const [, code = ''] of description.matchAll(/`(SUP_[A-Z_]+)`/g)) {
        const row = Object.entries(errorTable).find(([known]) => known === code)?.[1];
        t.equal(row?.statusCode, Number(status), `${name} ${code}`);
      }
    }
  }
});

t.test('the reference page loads nothing but its own files, under a policy that says so', async (t) => {
  const { app } = await documentOf(t);
  const page = await app.inject({ url: '/docs', headers: auth });
  t.equal(page.statusCode, 200);
  t.notMatch(page.body, /https?:\/\//);
  const policy = String(page.headers['content-security-policy']);
  t.match(policy, /default-src 'none'/);
  t.match(policy, /script-src 'self'(;|$)/);
  t.notMatch(policy, /https?:|unsafe-eval/);
  const elsewhere = await app.inject({ url: '/api/v1/sessions', headers: auth });
  t.notMatch(elsewhere.headers['content-security-policy'], /script-src/);
});
