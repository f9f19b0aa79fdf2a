import swagger from '@fastify/swagger';
import swaggerUi from '@fastify/swagger-ui';
import type { FastifyInstance } from 'fastify';
import { withEventUnion } from './event-union.ts';

/** What the page of swagger-ui needs, for its own paths only: its styles are partly inline, its scripts are not. */
const pageCsp = {
  'default-src': ["'none'"],
  'base-uri': ["'none'"],
  'form-action': ["'none'"],
  'frame-ancestors': ["'none'"],
  'connect-src': ["'self'"],
  'font-src': ["'self'"],
  'img-src': ["'self'", 'data:'],
  'script-src': ["'self'"],
  'style-src': ["'self'", "'unsafe-inline'"],
};

const description = [
  'Keeps WhatsApp accounts connected: a session that was linked once stays linked.',
  '',
  'Every route but `/livez` and `/readyz` asks for the header `x-api-key`; what its key needs for a route is told beside it. Errors are problem documents (RFC 9457) with a stable `code`.',
  'A browser that opens this page may send a key as the password, with any user name; that works for reading the reference only.',
].join('\n');

/** The groups of routes, in the order of the documentation. */
const tags = [
  { name: 'Sessions', description: 'WhatsApp accounts.' },
  { name: 'Pairing', description: 'Linking a phone.' },
  { name: 'Messages', description: 'Sending, reading, and what is done to messages that were sent or received.' },
  { name: 'Chats', description: 'Conversations: with one person, or in a group.' },
  { name: 'Profile', description: 'The account itself, and the settings of its client.' },
  { name: 'Labels', description: 'Labels of business accounts.' },
  { name: 'Statuses', description: 'What is shown for a day.' },
  { name: 'Calls', description: 'Rejecting them, and links to them.' },
  { name: 'Contacts', description: 'People: who they are, blocking, the address book.' },
  { name: 'Groups', description: 'Groups: making and managing them, people in them, invitations.' },
  { name: 'Channels', description: 'Channels: following, running them.' },
  { name: 'Events', description: 'What happened: a durable, ordered log.' },
  { name: 'Webhooks', description: 'Who is told what happens.' },
  { name: 'Backups', description: 'The logins of sessions, as files.' },
  { name: 'Keys', description: 'Who may use the service, and for what.' },
  { name: 'Status page', description: 'Signing in with a browser.' },
  { name: 'Service', description: 'The service itself.' },
  { name: 'Health', description: 'For process managers and load balancers.' },
  { name: 'Reference', description: 'This description.' },
];

/** Adds /openapi.json and /docs; to be added before the routes that they describe. */
export async function addReference(app: FastifyInstance, version: string, basePath: string): Promise<void> {
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: { title: 'whatsapp-service', version, description },
      servers: [{ url: basePath === '' ? '/' : basePath, description: 'This service.' }],
      tags: [...tags],
      components: { securitySchemes: { apiKey: { type: 'apiKey', in: 'header', name: 'x-api-key' } } },
      security: [{ apiKey: [] }],
    },
    transformObject: (document) => ('openapiObject' in document ? withEventUnion(document.openapiObject) : document.swaggerObject),
    refResolver: {
      buildLocalReference: (schema, _base, _fragment, index) => (typeof schema.$id === 'string' ? schema.$id : `schema-${index}`),
    },
  });
  await app.register(swaggerUi, {
    routePrefix: '/docs',
    indexPrefix: basePath,
    uiHooks: {
      // The library's own redirect knows nothing of the path.
      onRequest: ({ routeOptions }, reply, next) => {
        if (routeOptions.url === '/docs/static/index.html') void reply.redirect(`${basePath}/docs/`);
        else next();
      },
    },
    staticCSP: pageCsp,
    // By default the page asks a public server to validate the description.
    uiConfig: { validatorUrl: null, deepLinking: true, persistAuthorization: false },
  });
}
