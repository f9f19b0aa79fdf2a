import type { Client } from 'whatsapp-web.js';

/** Runs a script in the page. */
export async function evaluate(client: Client, script: string): Promise<unknown> {
  if (client.pupPage == null) throw new Error('There is no page yet.');
  return client.pupPage.evaluate(script);
}
