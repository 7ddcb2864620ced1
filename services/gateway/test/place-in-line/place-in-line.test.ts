import assert from 'node:assert/strict';
import { after, before, it } from 'node:test';
import type { CreateOrderResponse, Order } from '@onsale/contracts';
import { readEntries, settleOrders } from '@onsale/ledger';
import { eventually } from '@onsale/testing';
import { EventReader, openGateway, order, type TestGateway } from '../open-gateway.ts';

// No worker runs: the test settles what it wants to.

let gateway: TestGateway;
let url: string;
before(async () => {
  gateway = await openGateway();
  url = await gateway.app.listen({ host: '127.0.0.1', port: 0 });
});
after(() => gateway.close());

async function placeOrder(): Promise<string> {
  const placed = await gateway.app.inject({ method: 'POST', url: '/orders', payload: order() });
  return placed.json<CreateOrderResponse>().orderId;
}

async function settle(count: number): Promise<void> {
  const read = { consumer: 'test', count, blockMs: 1 };
  await settleOrders(gateway.ledger, 0, await readEntries(gateway.connection, 0, read));
}

const read = async (orderId: string) =>
  (await gateway.app.inject(`/v1/orders/${orderId}`)).json<Order>();

it('tells a pending order its place, and how long it takes once that is known', async () => {
  for (let i = 0; i < 40; i++) await placeOrder();
  const last = await placeOrder();
  const waiting = await eventually(
    () => read(last),
    ({ line }) => line !== undefined && line.ahead >= 40,
  );
  assert.deepEqual([waiting.status, waiting.line?.estimateS], ['pending', null]);

  const response = await fetch(`${url}/orders/${last}/stream`);
  assert.ok(response.body);
  const events = new EventReader(response.body, { withPlaces: true });
  const places: NonNullable<Order['line']>[] = [];
  let status = '';
  while (status !== 'confirmed') {
    const message = (await events.next())?.data as Order | undefined;
    assert.ok(message, 'the stream has ended before the outcome');
    ({ status } = message);
    assert.equal(message.orderId, last);
    if (message.line !== undefined) places.push(message.line);
    // Each message has others settled, so that another one follows.
    if (status === 'pending') await settle(10);
  }
  const ahead = places.map((place) => place.ahead);
  assert.deepEqual(
    ahead,
    ahead.toSorted((a, b) => b - a),
  );
  assert.ok(ahead.length > 2, ahead.join(', '));
  assert.ok(places.some(({ estimateS }) => estimateS !== null));
  assert.equal((await read(last)).line, undefined);
});

it('says nothing more to the followers of an order once nobody is in line', async () => {
  const orderId = await placeOrder();
  await settle(100);
  const { body } = await fetch(`${url}/orders/${orderId}/stream`);
  assert.ok(body);
  const events = new EventReader(body, { withPlaces: true });
  const message = (await events.next())?.data as Order | undefined;
  assert.deepEqual([message?.status, message?.line], ['confirmed', undefined]);
  assert.equal(await events.next(), undefined);
});
