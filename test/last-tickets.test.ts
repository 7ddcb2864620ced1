import assert from 'node:assert/strict';
import { after, before, it } from 'node:test';
import type { Order } from '@onsale/contracts';
import { buy, eventually, type RunningService, startSystem, type System } from '@onsale/testing';

let system: System;
let gateways: RunningService[];
before(async () => {
  system = await startSystem({ capacity: 10 });
  gateways = await Promise.all([system.startGateway(), system.startGateway()]);
  await Promise.all(Array.from({ length: 3 }, () => system.startWorker({ WORKER_BATCH: '4' })));
});
after(() => system.stop());

it('sells the last 10 tickets to exactly 10 of 50 buyers, and tells the other 40', async () => {
  const answers = await Promise.all(
    Array.from({ length: 50 }, (_, i) => buy(gateways[i % 2]?.address ?? '', `buyer-${i}`)),
  );
  for (const { status, body } of answers) assert.ok(status === 201 || status === 409, body);
  const ids = answers.flatMap(({ orderId }) => orderId ?? []);
  assert.equal(new Set(ids).size, ids.length);

  const report = await system.auditWhenSettled();
  assert.deepEqual(report.problems, []);
  assert.equal(report.exact, true);
  const orders = await Promise.all(
    // Each is read from the gateway that did not place it.
    answers.flatMap(async ({ orderId }, i) => {
      if (orderId === undefined) return [];
      const address = gateways[(i + 1) % 2]?.address ?? '';
      return [(await (await fetch(`${address}/v1/orders/${orderId}`)).json()) as Order];
    }),
  );
  const outcomes = orders.flat();
  const count = (status: string) => outcomes.filter((order) => order.status === status).length;
  const refused = answers.filter(({ status }) => status === 409).length;
  assert.equal(count('confirmed'), 10);
  assert.equal(count('rejected') + refused, 40);
  assert.equal(count('pending'), 0);
  assert.ok(outcomes.every(({ status, reason }) => status !== 'rejected' || reason === 'sold_out'));
  assert.deepEqual(report.tickets, [
    {
      ticketId: 'seat',
      capacity: 10,
      remaining: 0,
      held: 0,
      sold: 10,
      soldInOrders: 10,
      rehearsal: false,
    },
  ]);

  for (const { address } of gateways) {
    const shown = await eventually(
      async () =>
        (await (await fetch(`${address}/v1/tickets`)).json()) as {
          tickets: { remaining: number }[];
        },
      ({ tickets }) => tickets[0]?.remaining === 0,
    );
    assert.equal(shown.tickets.length, 1);
    assert.equal((await buy(address, 'too-late')).status, 409);
  }
});
