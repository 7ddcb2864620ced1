import assert from 'node:assert/strict';
import { test } from 'node:test';
import { newOrderId, toDecimal } from '@onsale/ledger';
import { placedOrderJson } from '../../src/orders/placed-order-json.ts';

test('builds the same JSON as JSON.stringify', () => {
  for (const currency of ['EUR', 'JPY', 'KWD']) {
    for (const totalMinor of [0, 1, 10, 6500, 1999, Number.MAX_SAFE_INTEGER]) {
      for (const remark of ['', 'Ignored: "a\\\u0001".']) {
        const order = { id: newOrderId(0, Date.now()), currency, totalMinor };
        const answer = {
          orderId: order.id,
          status: 'pending',
          grandTotal: toDecimal(totalMinor, currency),
          currency,
          message: `Your order is in line. ${remark}`.trim(),
        };
        assert.equal(placedOrderJson(order, remark), JSON.stringify(answer));
      }
    }
  }
});
