import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { CreateOrderResponse, Order } from '@onsale/contracts';
import { orderAddress, ownKey } from '@onsale/ledger';
import { gatewayForTests, place } from '../gateway-for-tests.ts';
import { order } from '../open-gateway.ts';

const gateway = gatewayForTests();

describe('an order', () => {
  it('returns its total, can be read, and is confirmed once settled', async () => {
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

  it('is refused with 409 when already sold out, and nothing is written', async () => {
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

  it('accepts names in any script, and unknown fields', async () => {
    const customer = { name: 'Łukasz 王小明 🎟', email: 'łukasz@bücher.example' };
    const placed = await place(gateway, { ...order(), customer, note: 'a later version' });
    assert.equal(placed.statusCode, 201, placed.body);
    const { orderId } = placed.json<CreateOrderResponse>();
    const stored = (await gateway.app.inject(`/orders/${orderId}`)).json<Order>();
    assert.deepEqual(stored.customer, customer);
    assert.ok(!('note' in stored));
  });

  it('can be found at its Location', async () => {
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
  it('returns the first order, with the same status', async () => {
    const headers = { 'idempotency-key': 'first purchase' };
    const first = await place(gateway, order(), headers);
    assert.equal(first.statusCode, 201);
    const written = await gateway.written();
    // Also when lines and fields are reordered, and after the order was settled.
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

  it('makes one order of many concurrent requests', async () => {
    const headers = { 'idempotency-key': 'double click' };
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => place(gateway, order(), headers)),
    );
    const ids = new Set(answers.map((answer) => answer.json<CreateOrderResponse>().orderId));
    assert.equal(ids.size, 1);
    assert.ok(answers.every((answer) => answer.statusCode === 201));
  });

  it('is refused with 422 for a different body', async () => {
    const headers = { 'idempotency-key': 'reused' };
    assert.equal((await place(gateway, order(), headers)).statusCode, 201);
    const before = await gateway.written();
    for (const other of [
      order([{ ticketId: 'fair-adult', qty: 3 }]),
      order([{ ticketId: 'fair-child', qty: 2 }]),
      { ...order(), paymentMethod: 'invoice' },
      { ...order(), customer: { name: 'Eve', email: 'ada@example.com' } },
    ]) {
      const refused = await place(gateway, other, headers);
      assert.equal(refused.statusCode, 422);
      assert.equal(refused.json<{ code: string }>().code, 'IDEMPOTENCY_KEY_REUSED');
    }
    assert.deepEqual(await gateway.written(), before);
  });

  it('is remembered for a day', async () => {
    const idempotencyKey = 'x'.repeat(255);
    await place(gateway, order(), { 'idempotency-key': idempotencyKey });
    const key = `{s0}:idempotency:${ownKey({ idempotencyKey, customer: order().customer })}`;
    const seconds = Number(await gateway.redis.command('TTL', key));
    assert.ok(seconds > 86_000 && seconds <= 86_400, String(seconds));
  });

  it('does not collide with the same key of another customer', async () => {
    const headers = { 'idempotency-key': 'my-first-order' };
    const ids = new Set<string>();
    for (const email of ['ada@example.com', 'grace@example.com', 'eve@example.com']) {
      const placed = await place(gateway, { ...order(), customer: { name: 'B', email } }, headers);
      assert.equal(placed.statusCode, 201, placed.body);
      ids.add(placed.json<CreateOrderResponse>().orderId);
    }
    assert.equal(ids.size, 3);
  });

  it('is not used up by a refused request', async () => {
    const headers = { 'idempotency-key': 'second try' };
    const tooMany = order([{ ticketId: 'fair-adult', qty: 11 }]);
    assert.equal((await place(gateway, tooMany, headers)).statusCode, 400);
    const soldOut = order([{ ticketId: 'fair-vip', qty: 3 }]);
    assert.equal((await place(gateway, soldOut, headers)).statusCode, 409);
    assert.equal((await place(gateway, order(), headers)).statusCode, 201);
  });
});

describe('expectedTotal', () => {
  it('accepts a matching total, however the client has added it up', async () => {
    const items = [{ ticketId: 'fair-child', qty: 3 }];
    for (const expectedTotal of [29.7, 9.9 + 9.9 + 9.9]) {
      const placed = await place(gateway, { ...order(items), expectedTotal });
      assert.equal(placed.statusCode, 201, placed.body);
      assert.equal(placed.json<CreateOrderResponse>().message, 'Your order is in line.');
    }
  });

  it('refuses an order with a different total, and says which', async () => {
    const before = await gateway.written();
    for (const expectedTotal of [50, 51.01, 0]) {
      const refused = await place(gateway, { ...order(), expectedTotal });
      assert.equal(refused.statusCode, 409);
      assert.deepEqual(refused.json(), {
        error: 'the total is 51.00 EUR now; nothing was ordered',
        code: 'PRICE_CHANGED',
        details: [{ path: 'expectedTotal', message: 'the total is 51.00 EUR now' }],
      });
    }
    assert.deepEqual(await gateway.written(), before);
  });

  it('is a number', async () => {
    for (const expectedTotal of ['51', -1, null]) {
      const refused = await place(gateway, { ...order(), expectedTotal });
      assert.equal(refused.statusCode, 400);
      assert.match(refused.json<{ error: string }>().error, /^expectedTotal /);
    }
  });

  it('does not matter for recognizing a repeated request', async () => {
    const headers = { 'idempotency-key': 'expected' };
    const first = await place(gateway, { ...order(), expectedTotal: 51 }, headers);
    for (const expectedTotal of [undefined, 80]) {
      const again = await place(gateway, { ...order(), expectedTotal }, headers);
      assert.equal(again.statusCode, 201, again.body);
      assert.deepEqual(again.json(), first.json());
    }
  });
});

describe('an unknown field', () => {
  it('is named in the response, wherever it is, and the order is placed', async () => {
    const [item] = order().items;
    const body = {
      ...order([{ ...item, ticketId: 'fair-adult', qty: 1, seat: 'A1' } as never]),
      customer: { ...order().customer, phone: '1' },
      coupon: 'HALF',
    };
    const headers = { 'idempotency-key': 'unknown fields' };
    for (let i = 0; i < 2; i++) {
      const placed = await place(gateway, body, headers);
      assert.equal(placed.statusCode, 201, placed.body);
      assert.equal(
        placed.json<CreateOrderResponse>().message,
        'Your order is in line. Ignored: coupon, customer.phone, items[0].seat.',
      );
    }
  });

  it('is named in short, and with few others', async () => {
    const many = Object.fromEntries(Array.from({ length: 1000 }, (_, i) => [`f${i}`, i]));
    const placed = await place(gateway, { ...order(), ['"'.repeat(1000)]: 1, ...many });
    const { message } = placed.json<CreateOrderResponse>();
    const long = `${'"'.repeat(40)}…`;
    assert.equal(message, `Your order is in line. Ignored: ${long}, f0, f1, f2, f3 and others.`);
  });
});

describe('an order that cannot be read', () => {
  it('is an internal error, not an outage, so clients need not retry', async () => {
    const placed = await place(gateway, order());
    const { orderId } = placed.json<CreateOrderResponse>();
    await gateway.redis.command('HSET', ...orderAddress(0, orderId), '{"not":"a record"}');
    const read = await gateway.app.inject(`/orders/${orderId}`);
    assert.equal(read.statusCode, 500);
    assert.equal(read.json<{ code: string }>().code, 'INTERNAL');
    assert.equal(read.headers['retry-after'], undefined);
    await gateway.redis.command('HDEL', ...orderAddress(0, orderId));
  });
});
