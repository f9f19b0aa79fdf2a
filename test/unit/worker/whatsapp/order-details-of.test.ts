import { Compile } from 'typebox/compile';
import t from 'tap';
import { maxFrameBytes } from '@whatsapp-service/shared/ipc/contract.ts';
import { OrderDetails } from '@whatsapp-service/shared/ipc/message-reports.ts';
import { orderDetailsOf } from '@whatsapp-service/worker/whatsapp/order-details-of.ts';

const validator = Compile(OrderDetails);

t.test('prices and ids that the page has as numbers are texts, and amounts that it has as texts numbers', async (t) => {
  const order = { products: [{ id: 77, name: 'Cake', quantity: '2', price: 5_000, currency: 'EUR' }], subtotal: 10_000, total: '11900' };
  t.strictSame(orderDetailsOf({ ...order, currency: 'EUR', createdAt: '1767225600' }), {
    products: [{ product_id: '77', name: 'Cake', quantity: 2, price: '5000', currency: 'EUR' }],
    subtotal: '10000',
    total: '11900',
    currency: 'EUR',
    created_at: '2026-01-01T00:00:00.000Z',
  });
});

t.test('whatever a page says of an order, the result fits the contract and a frame', async (t) => {
  const long = '€'.repeat(100_000);
  const product = { id: long, name: long, quantity: 1.5, price: long, currency: long };
  const nothing = { products: [], subtotal: null, total: null, currency: null, created_at: null };
  for (const odd of [undefined, null, 7, {}, { products: 'none', subtotal: Number.NaN, total: {}, currency: 7, createdAt: -1 }]) {
    t.strictSame(orderDetailsOf(odd), nothing);
  }
  const order = { products: [null, {}, ...Array.from({ length: 5_000 }, () => product)], subtotal: long, total: long, createdAt: 1e300 };
  const details = orderDetailsOf(order);
  t.ok(validator.Check(details));
  t.ok(Buffer.byteLength(JSON.stringify(details)) < maxFrameBytes);
  t.match(details.products[0], { quantity: null });
});
