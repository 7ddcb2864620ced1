import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { openShop, type Shop } from '../payments-shop.ts';

let shop: Shop;
// The sweep comes too late for anybody here.
before(async () => (shop = await openShop({ PAYMENT_SWEEP_MS: '3600000' })));
after(() => shop?.close());

test('whoever comes back from paying sees it, although the message was lost', async () => {
  const orderId = await shop.hold();
  const { checkoutId } = await shop.start(orderId);
  await shop.bank('PUT', `/checkouts/${checkoutId}/faults`, { faults: ['message_lost'] });
  await shop.pay(checkoutId);
  const paid = await shop.seen(orderId, ({ isFinal }) => isFinal);
  assert.deepEqual([paid.state, paid.status], ['paid', 'confirmed']);
});
