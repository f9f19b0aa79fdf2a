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

/** The OpenAPI document of the service, from the routes themselves; nothing listens and nothing is asked. */
export async function openApiDocument(): Promise<ApiDocument> {
  const app = await buildApp({
    services: { sessions: notAsked(), events: notAsked(), service: notAsked() },
    apiKeys: { verify: () => false },
    jobs: notAsked(),
    logger: createLogger('silent', false, new LogRing(1)),
    version: '0.0.0',
  });
  try {
    return JSON.parse(JSON.stringify(app.swagger())) as ApiDocument;
  } finally {
    await app.close();
  }
}

/** A port that no route may ask while the document is made. */
function notAsked<Port extends object>(): Port {
  return new Proxy({} as Port, {
    get() {
      throw new Error('The routes are only read here.');
    },
  });
}
