import type { OrderDetails } from '@whatsapp-service/shared/ipc/message-reports.ts';
import { countOf, listOf, property, textOf, timeOf } from './raw-value.ts';

const mostProducts = 200;

/** What an order is about, in the contract's words; a page of somebody else fills it, so nothing is taken for granted. */
export function orderDetailsOf(order: unknown): OrderDetails {
  return {
    products: listOf(property(order, 'products'), mostProducts).flatMap(productOf),
    subtotal: wordOf(property(order, 'subtotal'), 64),
    total: wordOf(property(order, 'total'), 64),
    currency: textOf(property(order, 'currency'), 16),
    created_at: timeOf(property(order, 'createdAt')),
  };
}

function productOf(product: unknown): OrderDetails['products'] {
  const product_id = wordOf(property(product, 'id'), 256);
  if (product_id === null) return [];
  const name = textOf(property(product, 'name'), 1_000) ?? '';
  const quantity = countOf(property(product, 'quantity'));
  const [price, currency] = [wordOf(property(product, 'price'), 64), textOf(property(product, 'currency'), 16)];
  return [{ product_id, name, quantity, price, currency }];
}

/** A text; WhatsApp Web has some prices and ids as numbers. */
function wordOf(value: unknown, length: number): string | null {
  return textOf(typeof value === 'number' && Number.isFinite(value) ? String(value) : value, length);
}
