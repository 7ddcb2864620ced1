import assert from 'node:assert/strict';
import { eventually } from '@onsale/testing';
import { after, before, describe, it } from 'node:test';
import type { CreateOrderResponse, Event, Order, Ticket } from '@onsale/contracts';
import { openGateway, order, type TestGateway } from './open-gateway.ts';

let gateway: TestGateway;
before(async () => {
  gateway = await openGateway();
});
after(() => gateway.close());

async function listTickets(query = ''): Promise<string[]> {
  const answer = await gateway.app.inject(`/v1/tickets${query}`);
  assert.equal(answer.statusCode, 200, answer.body);
  return answer.json<{ tickets: Ticket[] }>().tickets.map((ticket) => ticket.id);
}

async function place(body: unknown, headers: Record<string, string> = {}) {
  const request = { method: 'POST', url: '/v1/orders', payload: body as object, headers } as const;
  return await gateway.app.inject(request);
}

describe('tickets', () => {
  it('shows every ticket type with its price in units, its stock and its event', async () => {
    const answer = await gateway.app.inject('/v1/tickets');
    const { tickets } = answer.json<{ tickets: Ticket[] }>();
    assert.equal(tickets.length, 5);
    assert.deepEqual(tickets[0], {
      id: 'fair-adult',
      name: 'Adult',
      type: 'adult',
      price: 25.5,
      currency: 'EUR',
      description: '',
      eventId: 'fair',
      capacity: 1000,
      remaining: 1000,
    });
  });

  const filters: [string, string[]][] = [
    ['?type=adult', ['fair-adult', 'fair-abroad', 'club-adult']],
    ['?event=club', ['club-adult']],
    ['?min_price=25.50', ['fair-adult', 'fair-vip', 'fair-abroad']],
    ['?min_price=25.501', ['fair-vip', 'fair-abroad']],
    ['?max_price=15', ['fair-child', 'club-adult']],
    ['?min_price=10&max_price=26&event=fair', ['fair-adult']],
    ['?min_price=-5', ['fair-adult', 'fair-child', 'fair-vip', 'fair-abroad', 'club-adult']],
    ['?max_price=-1', []],
    ['?type=moonwalk', []],
    ['?event=__proto__', []],
    ['?type=', []],
  ];
  for (const [query, ids] of filters) {
    it(`lists ${ids.length} ticket types for ${query}`, async () => {
      assert.deepEqual(await listTickets(query), ids);
    });
  }

  it('answers 304 without a body to who has the page already', async () => {
    const first = await gateway.app.inject('/v1/tickets');
    const etag = String(first.headers.etag);
    assert.match(etag, /^"[\w-]{22}"$/);
    for (const known of [etag, `W/${etag}`, `"other", ${etag}`]) {
      const again = await gateway.app.inject({
        url: '/v1/tickets',
        headers: { 'if-none-match': known },
      });
      assert.equal(again.statusCode, 304);
      assert.equal(again.body, '');
      assert.equal(again.headers.etag, etag);
    }
    const stale = { url: '/v1/tickets', headers: { 'if-none-match': '"older"' } };
    assert.equal((await gateway.app.inject(stale)).statusCode, 200);
  });
});

describe('events', () => {
  it('lists them with their ticket ids, and shows one', async () => {
    const { events } = (await gateway.app.inject('/v1/events')).json<{ events: Event[] }>();
    assert.deepEqual(
      events.map((event) => event.id),
      ['fair', 'club'],
    );
    const one = (await gateway.app.inject('/events/club')).json<Event>();
    assert.deepEqual(one, {
      id: 'club',
      name: 'Club Night',
      venue: 'The Cellar',
      startsAt: '2027-05-02T21:00:00+02:00',
      description: '',
      currency: 'EUR',
      ticketIds: ['club-adult'],
    });
    assert.deepEqual(one, events[1]);
  });
});

describe('paths', () => {
  it('serves the same under /v1 and at the root', async () => {
    for (const path of ['/tickets', '/tickets?type=vip', '/events', '/events/fair']) {
      const versioned = await gateway.app.inject(`/v1${path}`);
      const root = await gateway.app.inject(path);
      assert.equal(versioned.statusCode, 200);
      assert.equal(root.body, versioned.body);
    }
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

describe('an order', () => {
  it('is answered with its total, can be read, and is confirmed once it is settled', async () => {
    const placed = await place(
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
    assert.equal((await place(order([vip]))).statusCode, 201);
    await gateway.settleAll();
    const before = await gateway.written();
    const refused = await place(order([{ ticketId: 'fair-adult', qty: 1 }, vip]));
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
      const placed = await place(order(items));
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
    const placed = await place({ ...order(), customer, note: 'a later version' });
    assert.equal(placed.statusCode, 201, placed.body);
    const { orderId } = placed.json<CreateOrderResponse>();
    const stored = (await gateway.app.inject(`/orders/${orderId}`)).json<Order>();
    assert.deepEqual(stored.customer, customer);
    assert.ok(!('note' in stored));
  });
});

describe('an Idempotency-Key', () => {
  it('brings back the first order, with the same status', async () => {
    const headers = { 'idempotency-key': 'first purchase' };
    const first = await place(order(), headers);
    assert.equal(first.statusCode, 201);
    const written = await gateway.written();
    // Also when lines and fields come in another order, and after the order is settled.
    await gateway.settleAll();
    const settled = await gateway.written();
    const { customer, items, paymentMethod } = order();
    const again = await place({ paymentMethod, items, customer }, headers);
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
    const answers = await Promise.all(Array.from({ length: 20 }, () => place(order(), headers)));
    const ids = new Set(answers.map((answer) => answer.json<CreateOrderResponse>().orderId));
    assert.equal(ids.size, 1);
    assert.ok(answers.every((answer) => answer.statusCode === 201));
  });

  it('is refused with 422 for another body', async () => {
    const headers = { 'idempotency-key': 'reused' };
    assert.equal((await place(order(), headers)).statusCode, 201);
    const before = await gateway.written();
    for (const other of [
      order([{ ticketId: 'fair-adult', qty: 3 }]),
      order([{ ticketId: 'fair-child', qty: 2 }]),
      { ...order(), paymentMethod: 'invoice' },
      { ...order(), customer: { name: 'Eve', email: 'eve@example.com' } },
    ]) {
      const refused = await place(other, headers);
      assert.equal(refused.statusCode, 422);
      assert.equal(refused.json<{ code: string }>().code, 'IDEMPOTENCY_KEY_REUSED');
    }
    assert.deepEqual(await gateway.written(), before);
  });

  it('is remembered for a day', async () => {
    await place(order(), { 'idempotency-key': 'x'.repeat(255) });
    const key = `{s0}:idempotency:${'x'.repeat(255)}`;
    const seconds = Number(await gateway.redis.command('TTL', key));
    assert.ok(seconds > 86_000 && seconds <= 86_400, String(seconds));
  });

  it('is not used up by a request that was refused', async () => {
    const headers = { 'idempotency-key': 'second try' };
    const tooMany = order([{ ticketId: 'fair-adult', qty: 11 }]);
    assert.equal((await place(tooMany, headers)).statusCode, 400);
    const soldOut = order([{ ticketId: 'fair-vip', qty: 3 }]);
    assert.equal((await place(soldOut, headers)).statusCode, 409);
    assert.equal((await place(order(), headers)).statusCode, 201);
  });
});

describe('health', () => {
  it('answers /livez and /readyz, and is not ready while it drains', async () => {
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

  it('counts its answers by route, never by order id', async () => {
    const placed = (await place(order())).json<CreateOrderResponse>();
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

  it('counts the orders, the line and the books', async () => {
    const value = async (series: string) => {
      const { body } = await gateway.app.inject('/metrics');
      const line = body.split('\n').find((each) => each.startsWith(series)) ?? '';
      return Number(line.split(' ').at(-1));
    };
    const placed = 'onsale_orders_placed_total{outcome="placed"';
    const before = await value(placed);
    await gateway.settleAll();
    const placing = [place(order()), place(order()), place(order())];
    await Promise.all(placing);
    assert.equal(await value(placed), before + 3);
    assert.ok((await value('onsale_orders_placed_total{outcome="sold-out"')) > 0);
    await gateway.ledger.redis.command('', ['XADD', '{s0}:dead-letters', '*', 'entry', '0-1']);
    // What a scrape reads is told again for a second.
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
    assert.equal(await value('onsale_books_problems'), 0);
    const books = ['remaining', 'held', 'sold', 'capacity'];
    const [remaining = 0, held = 0, sold = 0, capacity = 0] = await Promise.all(
      books.map((book) => value(`onsale_tickets{book="${book}"`)),
    );
    assert.ok(sold > 0);
    assert.equal(remaining + held + sold, capacity);
    await gateway.settleAll();
  });

  it('publishes its interface', async () => {
    const document = (await gateway.app.inject('/openapi.json')).json<{
      openapi: string;
      paths: Record<string, unknown>;
    }>();
    assert.equal(document.openapi, '3.1.0');
    assert.ok('/orders/{orderId}/stream' in document.paths);
  });

  it('takes over a harmless request id and replaces any other', async () => {
    const ask = async (id: string) =>
      (await gateway.app.inject({ url: '/livez', headers: { 'x-request-id': id } })).headers[
        'x-request-id'
      ];
    assert.equal(await ask('trace-42'), 'trace-42');
    assert.match(String(await ask('a "quoted" id')), /^[\w-]{12}-[\da-z]+$/);
  });
});
