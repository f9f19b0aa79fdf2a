import type { Wid } from '#page/contacts/WAWebWidFactory.ts';
import { serverLink } from '#page/socket/server-link.ts';

/** What an order is about; nobody learns it without the order's token. */
export async function queryOrder(_chat: Wid, orderId: string, _width: number, _height: number, token: string): Promise<unknown> {
  return serverLink.request('order', { orderId, token });
}
