import assert from 'node:assert/strict';
import { test } from 'node:test';
import { newOrderId } from '../../src/orders/order-id.ts';
import type { Order } from '../../src/orders/order.ts';
import { showOrder } from '../../src/orders/show-order.ts';

const ORDER: Order = {
  id: newOrderId(0, 1_780_833_652_281),
  createdAtMs: 1_780_833_652_281,
  eventId: 'show-7',
  currency: 'EUR',
  customer: { name: 'Ada', email: 'ada@example.com' },
  paymentMethod: 'online',
  lines: [
    { ticketId: 'adult', type: 'adult', qty: 3, unitMinor: 2000 },
    { ticketId: 'child', type: 'child', qty: 1, unitMinor: 1000 },
  ],
  totalMinor: 7000,
  status: 'confirmed',
  reason: undefined,
  settledAtMs: 1_780_833_652_500,
  heldUntilMs: undefined,
  giveUpAtMs: undefined,
  cause: 'pay_1',
};

test('shows which tickets of an order were refunded, and how much', () => {
  const refunds = [
    { id: 'r1', atMs: 1, amountMinor: 2000, tickets: [[0, 3]], restocked: true },
    {
      id: 'r2',
      atMs: 2,
      amountMinor: 2500,
      tickets: [
        [0, 1],
        [1, 1],
      ],
      restocked: false,
    },
  ] as const;
  const shown = showOrder({ ...ORDER, extras: { refunds, fee: 150 } });
  assert.deepEqual([shown.status, shown.refundedTotal, shown.fee], ['confirmed', 45, 1.5]);
  assert.deepEqual(
    shown.items.map(({ refunded }) => refunded),
    [[1, 3], [1]],
  );
});

test('shows nothing of what only staff should see', () => {
  const extras = { source: 'box_office', paid: 'pay_1' } as const;
  const customerKey = 'c'.repeat(22);
  const text = JSON.stringify(showOrder({ ...ORDER, extras, customerKey, clientKey: customerKey }));
  for (const hidden of ['pay_1', 'box_office', customerKey]) assert.ok(!text.includes(hidden));
});

test('a rejected order says why', () => {
  const rejected = { ...ORDER, status: 'rejected' } as const;
  const messages = (
    ['sold_out', 'held_by_others', 'limit', 'not_on_sale', 'code', 'failed'] as const
  ).map((reason) => showOrder({ ...rejected, reason }).message);
  assert.equal(new Set(messages).size, messages.length);
  for (const message of messages) assert.match(message, /nothing was charged/);
});
