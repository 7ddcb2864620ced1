import assert from 'node:assert/strict';
import { test } from 'node:test';
import { newOrderId } from '@onsale/ledger';
import { placedOrderJson, showPlacedOrder } from '../../src/orders/show-order.ts';

test('puts the same JSON together as JSON.stringify does', () => {
  for (const currency of ['EUR', 'JPY', 'KWD']) {
    for (const totalMinor of [0, 1, 10, 6500, 1999, Number.MAX_SAFE_INTEGER]) {
      const order = { id: newOrderId(0, Date.now()), currency, totalMinor };
      assert.equal(placedOrderJson(order), JSON.stringify(showPlacedOrder(order)));
    }
  }
});
