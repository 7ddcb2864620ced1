import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { describe, it } from 'node:test';
import type { CreateOrderResponse } from '@onsale/contracts';
import { holdsKey, newOrderId, openPaymentsKey, readCounts } from '@onsale/ledger';
import { eventually } from '@onsale/testing';
import { gatewayForTests, place } from './gateway-for-tests.ts';
import { openGateway, order } from './open-gateway.ts';

const gateway = gatewayForTests();

describe('health', () => {
  it('serves /livez and /readyz, and is not ready while draining', async () => {
    assert.deepEqual((await gateway.app.inject('/livez')).json(), { status: 'alive' });
    assert.deepEqual((await gateway.app.inject('/readyz')).json(), { status: 'ready' });
    gateway.setDraining(true);
    const draining = await gateway.app.inject('/readyz');
    assert.equal(draining.statusCode, 503);
    assert.deepEqual(draining.json(), { status: 'not ready', reasons: ['draining'] });
    const tickets = await gateway.app.inject('/tickets');
    assert.equal(tickets.statusCode, 200);
    assert.equal(tickets.headers.connection, 'close');
    gateway.setDraining(false);
  });

  it('is not ready, and says why, while its clock is far from that of Redis', async (t) => {
    let aheadMs = 6500;
    const apart = await openGateway({}, { now: () => Date.now() + aheadMs });
    t.after(() => apart.close());
    const answer = await apart.app.inject('/readyz');
    assert.equal(answer.statusCode, 503);
    assert.match(answer.json<{ reasons: string[] }>().reasons.join(), /6\.\d s ahead .*Redis/);
    // A page that is shown does no harm.
    assert.equal((await apart.app.inject('/tickets')).statusCode, 200);
    aheadMs = 0;
    await eventually(
      async () => (await apart.app.inject('/readyz')).statusCode,
      (status) => status === 200,
    );
  });

  it('counts responses by route, never by order id', async () => {
    const placed = (await place(gateway, order())).json<CreateOrderResponse>();
    await gateway.app.inject(`/v1/orders/${placed.orderId}`);
    const { body, headers } = await gateway.app.inject('/metrics');
    assert.match(String(headers['content-type']), /^text\/plain/);
    assert.match(
      body,
      /http_request_duration_seconds_count\{[^}]*route="\/orders\/:orderId"[^}]*\} \d+/,
    );
    assert.ok(!body.includes(placed.orderId));
    assert.ok(!body.includes('ada@example.com'));
  });

  it('counts orders and the backlog', async () => {
    const value = async (series: string) => {
      const { body } = await gateway.app.inject('/metrics');
      const line = body.split('\n').find((each) => each.startsWith(series)) ?? '';
      return Number(line.split(' ').at(-1));
    };
    const vip = order([{ ticketId: 'fair-vip', qty: 2 }]);
    assert.equal((await place(gateway, vip)).statusCode, 201);
    await gateway.settleAll();
    assert.equal((await place(gateway, vip)).statusCode, 409);
    const placed = 'onsale_orders_placed_total{outcome="placed"';
    const before = await value(placed);
    const placing = [place(gateway, order()), place(gateway, order()), place(gateway, order())];
    await Promise.all(placing);
    assert.equal(await value(placed), before + 3);
    assert.ok((await value('onsale_orders_placed_total{outcome="sold-out"')) > 0);
    await gateway.ledger.redis.command('', ['XADD', '{s0}:dead-letters', '*', 'entry', '0-1']);
    // A reading is reused for a second.
    await eventually(
      () => value('onsale_stream_orders{shard="0"'),
      (count) => count === 3,
    );
    await eventually(
      () => value('onsale_dead_letter_entries{shard="0"'),
      (count) => count === 1,
    );
    assert.equal(await value('onsale_stream_pending_orders{shard="0"'), 0);
    assert.ok((await value('onsale_stream_oldest_order_seconds{shard="0"')) > 0);
    assert.ok((await value('onsale_place_batch_size_count')) > 0);
  });

  it('counts orders by status, holds and open payments', async () => {
    const value = async (series: string) => {
      const { body } = await gateway.app.inject('/metrics');
      const line = body.split('\n').find((each) => each.startsWith(series)) ?? '';
      return Number(line.split(' ').at(-1));
    };
    const { ledger, redis } = gateway;
    const dueMs = Date.now() - 60_000;
    await redis.command('ZADD', holdsKey(0), String(dueMs), 'due', String(2 * dueMs), 'held');
    await redis.command('ZADD', openPaymentsKey(0), '1', 'paying');
    const counts = await readCounts(ledger, 0);
    // A reading is reused for a second.
    await eventually(
      () => value('onsale_holds_due{shard="0"'),
      (count) => count === 1,
    );
    assert.ok((await value('onsale_holds_overdue_seconds{shard="0"')) >= 60);
    assert.equal(await value('onsale_open_payments{shard="0"'), 1);
    const statusOf = (status: string) => value(`onsale_orders{shard="0",status="${status}"`);
    assert.equal(await statusOf('confirmed'), counts.confirmed);
    assert.equal(await statusOf('pending'), counts.placed - counts.confirmed - counts.rejected);
    await redis.command('DEL', holdsKey(0), openPaymentsKey(0));
  });

  it('publishes its OpenAPI document', async () => {
    const document = (await gateway.app.inject('/openapi.json')).json<{
      openapi: string;
      paths: Record<string, unknown>;
    }>();
    assert.equal(document.openapi, '3.1.0');
    assert.ok('/orders/{orderId}/stream' in document.paths);
  });

  it('keeps a harmless request id and replaces any other', async () => {
    const ask = async (id: string) =>
      (await gateway.app.inject({ url: '/livez', headers: { 'x-request-id': id } })).headers[
        'x-request-id'
      ];
    assert.equal(await ask('trace-42'), 'trace-42');
    assert.match(String(await ask('a "quoted" id')), /^[\w-]{12}-[\da-z]+$/);
  });

  it('keeps the ids of proxies and traces, and nothing that looks like the id of an order', async () => {
    const ask = async (id: string) =>
      (await gateway.app.inject({ url: '/livez', headers: { 'x-request-id': id } })).headers[
        'x-request-id'
      ];
    const order = newOrderId(0, Date.now());
    for (const id of [order, `id${order}`, `/v1/orders/${order}`, `${order}0`, `abc-${order}:1`]) {
      assert.ok(!String(await ask(id)).includes(order), id);
    }
    const hexadecimal = '4bf92f3577b34da6a3ce929d0e0e4736';
    for (const id of [hexadecimal, `00-${hexadecimal}-00f067aa0ba902b7-01`, randomUUID()]) {
      assert.equal(await ask(id), id);
    }
  });
});
