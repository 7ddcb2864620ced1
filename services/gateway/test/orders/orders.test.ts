import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { CreateOrderResponse, Order } from '@onsale/contracts';
import { gatewayForTests, place } from '../gateway-for-tests.ts';
import { order } from '../open-gateway.ts';

const gateway = gatewayForTests();

describe('an order', () => {
  it('is answered with its total, can be read, and is confirmed once it is settled', async () => {
    const placed = await place(
      gateway,
      order([
        { ticketId: 'fair-adult', qty: 2 },
        { ticketId: 'fair-child', qty: 1 },
        { ticketId: 'fair-adult', qty: 1 },
      ]),
    );
    assert.equal(placed.statusCode, 201, placed.body);
    const { orderId, message, ...rest } = placed.json<CreateOrderResponse>();
    assert.deepEqual(rest, { status: 'pending', grandTotal: 86.4, currency: 'EUR' });
    assert.ok(message.length > 0);

    const pending = (await gateway.app.inject(`/orders/${orderId}`)).json<Order>();
    assert.equal(pending.status, 'pending');
    assert.deepEqual(pending.customer, order().customer);
    assert.equal(pending.paymentMethod, 'credit_card');
    // The same ticket twice is one line.
    assert.deepEqual(pending.items, [
      { ticketId: 'fair-adult', type: 'adult', qty: 3, unitPrice: 25.5, total: 76.5 },
      { ticketId: 'fair-child', type: 'child', qty: 1, unitPrice: 9.9, total: 9.9 },
    ]);

    await gateway.settleAll();
    const answer = await gateway.app.inject(`/orders/${orderId}`);
    const confirmed = answer.json<Order>();
    assert.equal(confirmed.status, 'confirmed');
    assert.ok(Date.parse(confirmed.settledAt ?? '') > 0);
    assert.equal(answer.headers['cache-control'], 'no-store');
  });

  it('is refused with 409 when it is plainly sold out, and nothing is written', async () => {
    const vip = { ticketId: 'fair-vip', qty: 2 };
    assert.equal((await place(gateway, order([vip]))).statusCode, 201);
    await gateway.settleAll();
    const before = await gateway.written();
    const refused = await place(gateway, order([{ ticketId: 'fair-adult', qty: 1 }, vip]));
    assert.equal(refused.statusCode, 409);
    assert.deepEqual(refused.json(), {
      error: 'fair-vip is sold out',
      code: 'SOLD_OUT',
      details: [{ path: 'items[1]', message: 'fair-vip is sold out' }],
    });
    assert.deepEqual(await gateway.written(), before);
  });

  it('is rejected with a reason when others were faster', async () => {
    const items = [{ ticketId: 'fair-abroad', qty: 10 }];
    const ids: string[] = [];
    for (let i = 0; i < 6; i++) {
      const placed = await place(gateway, order(items));
      assert.equal(placed.statusCode, 201);
      ids.push(placed.json<CreateOrderResponse>().orderId);
    }
    await gateway.settleAll();
    const orders = await Promise.all(
      ids.map(async (id) => (await gateway.app.inject(`/orders/${id}`)).json<Order>()),
    );
    assert.deepEqual(
      orders.map(({ status, reason }) => reason ?? status),
      [...Array<string>(5).fill('confirmed'), 'sold_out'],
    );
  });

  it('takes a name of any script, and field names it does not know', async () => {
    const customer = { name: 'Łukasz 王小明 🎟', email: 'łukasz@bücher.example' };
    const placed = await place(gateway, { ...order(), customer, note: 'a later version' });
    assert.equal(placed.statusCode, 201, placed.body);
    const { orderId } = placed.json<CreateOrderResponse>();
    const stored = (await gateway.app.inject(`/orders/${orderId}`)).json<Order>();
    assert.deepEqual(stored.customer, customer);
    assert.ok(!('note' in stored));
  });

  it('leads from the Location of an order to the order', async () => {
    for (const prefix of ['/v1', '']) {
      const url = `${prefix}/orders`;
      const placed = await gateway.app.inject({ method: 'POST', url, payload: order() });
      assert.equal(placed.statusCode, 201, placed.body);
      const location = String(placed.headers.location);
      const { orderId } = placed.json<CreateOrderResponse>();
      assert.equal(location, `${prefix}/orders/${orderId}`);
      assert.equal((await gateway.app.inject(location)).json<Order>().orderId, orderId);
    }
  });
});

describe('an Idempotency-Key', () => {
  it('brings back the first order, with the same status', async () => {
    const headers = { 'idempotency-key': 'first purchase' };
    const first = await place(gateway, order(), headers);
    assert.equal(first.statusCode, 201);
    const written = await gateway.written();
    // Also when lines and fields come in another order, and after the order is settled.
    await gateway.settleAll();
    const settled = await gateway.written();
    const { customer, items, paymentMethod } = order();
    const again = await place(gateway, { paymentMethod, items, customer }, headers);
    assert.equal(again.statusCode, 201);
    assert.deepEqual(again.json(), first.json());
    assert.equal(again.headers.location, first.headers.location);
    assert.equal(again.headers['idempotent-replayed'], 'true');
    assert.equal(first.headers['idempotent-replayed'], undefined);
    assert.deepEqual(await gateway.written(), settled);
    assert.equal(written.keys, settled.keys);
  });

  it('makes one order of many requests at once', async () => {
    const headers = { 'idempotency-key': 'double click' };
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => place(gateway, order(), headers)),
    );
    const ids = new Set(answers.map((answer) => answer.json<CreateOrderResponse>().orderId));
    assert.equal(ids.size, 1);
    assert.ok(answers.every((answer) => answer.statusCode === 201));
  });

  it('is refused with 422 for another body', async () => {
    const headers = { 'idempotency-key': 'reused' };
    assert.equal((await place(gateway, order(), headers)).statusCode, 201);
    const before = await gateway.written();
    for (const other of [
      order([{ ticketId: 'fair-adult', qty: 3 }]),
      order([{ ticketId: 'fair-child', qty: 2 }]),
      { ...order(), paymentMethod: 'invoice' },
      { ...order(), customer: { name: 'Eve', email: 'eve@example.com' } },
    ]) {
      const refused = await place(gateway, other, headers);
      assert.equal(refused.statusCode, 422);
      assert.equal(refused.json<{ code: string }>().code, 'IDEMPOTENCY_KEY_REUSED');
    }
    assert.deepEqual(await gateway.written(), before);
  });

  it('is remembered for a day', async () => {
    await place(gateway, order(), { 'idempotency-key': 'x'.repeat(255) });
    const key = `{s0}:idempotency:${'x'.repeat(255)}`;
    const seconds = Number(await gateway.redis.command('TTL', key));
    assert.ok(seconds > 86_000 && seconds <= 86_400, String(seconds));
  });

  it('is not used up by a request that was refused', async () => {
    const headers = { 'idempotency-key': 'second try' };
    const tooMany = order([{ ticketId: 'fair-adult', qty: 11 }]);
    assert.equal((await place(gateway, tooMany, headers)).statusCode, 400);
    const soldOut = order([{ ticketId: 'fair-vip', qty: 3 }]);
    assert.equal((await place(gateway, soldOut, headers)).statusCode, 409);
    assert.equal((await place(gateway, order(), headers)).statusCode, 201);
  });
});
