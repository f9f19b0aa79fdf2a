import { advSecret } from '#page/linking/key-pairs.ts';

/** whatsapp-web.js spreads this module into its registration tools and calls nothing of it. */
export function generateADVSecretKey(): string {
  return advSecret;
}
