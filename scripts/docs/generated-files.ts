import { join } from 'node:path';
import { apiPage } from './api-page.ts';
import { configurationPage } from './configuration-page.ts';
import { envExample } from './env-example.ts';
import { errorsPage } from './errors-page.ts';
import { eventsPage } from './events-page.ts';
import { metricsPage } from './metrics-page.ts';
import { openApiDocument } from './open-api-document.ts';

/** A file that is made of the sources. */
export interface GeneratedFile {
  readonly path: string;
  readonly content: string;
}

/** Every generated file as it should be. */
export async function generatedFiles(rootDir: string): Promise<GeneratedFile[]> {
  return [
    { path: join(rootDir, '.env.example'), content: envExample() },
    { path: join(rootDir, 'docs/configuration.md'), content: configurationPage() },
    { path: join(rootDir, 'docs/errors.md'), content: errorsPage() },
    { path: join(rootDir, 'docs/metrics.md'), content: metricsPage() },
    { path: join(rootDir, 'docs/events.md'), content: eventsPage() },
    { path: join(rootDir, 'docs/api.md'), content: apiPage(await openApiDocument()) },
  ];
}
