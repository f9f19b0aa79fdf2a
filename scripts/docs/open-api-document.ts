import { buildApp } from '@whatsapp-service/supervisor/http/app.ts';
import { createLogger } from '@whatsapp-service/supervisor/log/create-logger.ts';
import { LogRing } from '@whatsapp-service/supervisor/log/log-ring.ts';

/** A schema as far as the reference page reads it. */
export interface DocumentSchema {
  readonly $ref?: string;
  readonly type?: string;
  readonly description?: string;
  readonly enum?: readonly string[];
  readonly const?: unknown;
  readonly anyOf?: readonly DocumentSchema[];
  readonly items?: DocumentSchema;
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, DocumentSchema>>;
  readonly example?: unknown;
  readonly examples?: readonly unknown[];
  readonly default?: unknown;
}

export interface DocumentContent {
  readonly schema: DocumentSchema;
  readonly example?: unknown;
}

export interface DocumentOperation {
  readonly operationId: string;
  readonly tags: readonly string[];
  readonly summary: string;
  readonly description?: string;
  readonly security?: readonly { readonly apiKey?: readonly string[] }[];
  readonly parameters?: readonly {
    readonly name: string;
    readonly in: string;
    readonly required?: boolean;
    readonly description?: string;
    readonly schema: DocumentSchema;
  }[];
  readonly requestBody?: { readonly content: Readonly<Record<string, DocumentContent>> };
  readonly responses: Readonly<
    Record<string, { readonly description: string; readonly content: Readonly<Record<string, DocumentContent>> }>
  >;
}

/** An OpenAPI document as far as the reference page reads it. */
export interface ApiDocument {
  readonly tags: readonly { readonly name: string; readonly description: string }[];
  readonly paths: Readonly<Record<string, Readonly<Record<string, DocumentOperation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, DocumentSchema>> };
}

/** The OpenAPI document of the service, from the routes themselves; nothing listens and no part of the service runs. */
export async function openApiDocument(): Promise<ApiDocument> {
  const app = await buildApp({
    services: {
      sessions: absent,
      backups: absent,
      outbox: absent,
      bulk: absent,
      media: absent,
      keptMedia: absent,
      events: absent,
      service: running,
      resources: absent,
      reconciler: absent,
      restart: absent,
      metrics: absent,
      webhooks: absent,
      keys: absent,
      audit: absent,
    },
    keys: {
      find: () => ({ keyId: 'any', name: 'any', scopes: ['admin'], sessionPrefix: null, expiresMs: null }),
      noteUse: () => undefined,
    },
    signIns: absent,
    statusPageDir: '',
    jobs: absent,
    logger: createLogger('silent', false, new LogRing(1)),
    version: '0.0.0',
  });
  try {
    const answer = await app.inject({ url: '/openapi.json', headers: { 'x-api-key': 'any' } });
    if (answer.statusCode !== 200) throw new Error(`/openapi.json answered ${answer.statusCode}: ${answer.body}`);
    return answer.json<ApiDocument>();
  } finally {
    await app.close();
  }
}

/** All that an answer asks of the service. */
const running = { isDraining: () => false } as never;

/** Stands for every port: no route may ask one while the document is made. */
const absent = new Proxy({} as never, {
  get() {
    throw new Error('The routes are only read here.');
  },
});
