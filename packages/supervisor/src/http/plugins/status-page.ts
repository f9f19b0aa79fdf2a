import { existsSync } from 'node:fs';
import { join } from 'node:path';
import serveStatic from '@fastify/static';
import type { FastifyInstance } from 'fastify';

/** The page is made of its own files and asks this service only. */
const pageCsp = [
  "default-src 'none'",
  "base-uri 'none'",
  "connect-src 'self'",
  "font-src 'self'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "img-src 'self' data: blob:",
  "script-src 'self'",
  "style-src 'self'",
].join('; ');

/**
 * Serves the status page's files, where they were built. The files are no secret: `open` is told their routes, and what the page
 * shows asks for a sign-in.
 */
export async function addStatusPage(app: FastifyInstance, folder: string, open: (route: string) => void): Promise<void> {
  if (!existsSync(join(folder, 'index.html'))) return;
  await app.register(async (page) => {
    page.addHook('onRoute', ({ method, url }) => {
      for (const each of [method].flat()) open(`${each} ${url}`);
    });
    await addFiles(page, folder);
  });
}

async function addFiles(page: FastifyInstance, folder: string): Promise<void> {
  await page.register(serveStatic, {
    root: folder,
    wildcard: false,
    preCompressed: true,
    cacheControl: false,
    globIgnore: ['**/*.br', '**/*.gz', 'manifest.json'],
    setHeaders: (reply, path) => {
      reply.header('content-security-policy', pageCsp);
      // A file below assets/ has its content's hash in its name.
      reply.header('cache-control', path.includes('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache');
    },
  });
}
