import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import type { CodeOffer, CreateOrderResponse, ErrorBody, Order } from '@onsale/contracts';
import { type Code, finishOrders, readCode, writeCodes } from '@onsale/ledger';
import type { Static } from 'typebox';
import { gatewayForTests, place } from '../gateway-for-tests.ts';
import { order } from '../open-gateway.ts';
import { putEvent } from '../orders/put-event.ts';

// All its buyers have one address.
const gateway = gatewayForTests({ RATE_LIMIT_WRONG_CODES: '0' });
const EVENT = { shard: 0, eventId: 'gala' };
const HOUR_MS = 3_600_000;

const CODES: readonly Omit<Code, 'createdAtMs'>[] = [
  { code: 'TENTH', unit: 'order', percent: 10, uses: 2 },
  { code: 'FIVER', unit: 'ticket', amountMinor: 500, discounted: ['gala-adult'], uses: 4 },
  { code: 'CREW', unit: 'order', access: ['gala-crew'] },
  { code: 'EARLY-BIRD', unit: 'order', access: ['gala-later'], presale: true },
  { code: 'GROUP', unit: 'order', maxPerOrder: 30 },
  { code: 'FREE', unit: 'order', percent: 100 },
  { code: 'NEARLY', unit: 'order', percent: 99.5 },
  {
    code: 'BOTH',
    unit: 'ticket',
    access: ['gala-crew'],
    amountMinor: 100,
    discounted: ['gala-adult'],
    uses: 100,
  },
  { code: 'OFF', unit: 'order', percent: 10, offAtMs: 1 },
  { code: 'TOMORROW', unit: 'order', percent: 10, fromMs: Date.now() + 24 * HOUR_MS },
  { code: 'YESTERDAY', unit: 'order', percent: 10, toMs: Date.now() - 24 * HOUR_MS },
  { code: 'TEN', unit: 'order', percent: 50, uses: 10 },
];

async function putGala() {
  await putEvent(gateway, 'gala', {
    fields: 'fee: 2, taxRate: 7, paymentMethods: [online, invoice], maxPerOrder: 8,',
    tickets: `
      { id: gala-adult, name: Adult, type: adult, price: 20, capacity: 3000 },
      { id: gala-crew, name: Crew, type: adult, price: 5, capacity: 50, hidden: true },
      { id: gala-later, name: Late, type: adult, price: 12, capacity: 50, salesFrom: '2087-01-01T10:00:00Z' }`,
  });
  const changes = CODES.map((code) => ({ after: { ...code, createdAtMs: 1 } }));
  assert.ok((await writeCodes(gateway.ledger, EVENT, changes)).every((each) => each === 'written'));
}

const bought = (ticketId: string, qty: number, code?: string, more: object = {}) => ({
  ...order([{ ticketId, qty }]),
  paymentMethod: 'invoice',
  ...(code === undefined ? {} : { code }),
  ...more,
});
const usesOf = async (code: string) => (await readCode(gateway.ledger, EVENT, code))?.used;

async function buy(...args: Parameters<typeof bought>): Promise<CreateOrderResponse> {
  const answer = await place(gateway, bought(...args));
  assert.equal(answer.statusCode, 201, answer.body);
  return answer.json<CreateOrderResponse>();
}

async function refused(...args: Parameters<typeof bought>): Promise<string> {
  const { waiting } = await gateway.written();
  const answer = await place(gateway, bought(...args));
  const { code, error } = answer.json<Static<typeof ErrorBody>>();
  assert.equal((await gateway.written()).waiting, waiting);
  return `${answer.statusCode} ${code} ${error}`;
}

async function read(orderId: string): Promise<Order> {
  return (await gateway.app.inject(`/orders/${orderId}`)).json<Order>();
}

describe('an order with a code', () => {
  before(putGala);

  it('costs less, says by which code, and uses it once', async () => {
    const { orderId, grandTotal } = await buy('gala-adult', 2, 'tenth', { expectedTotal: 36 });
    assert.equal(grandTotal, 36);
    await gateway.settleAll();
    const { status, discount, code, fee, tax } = await read(orderId);
    assert.deepEqual(
      { discount, code, fee, tax },
      { discount: 4, code: 'TENTH', fee: 4, tax: 2.36 },
    );
    assert.equal(status, 'confirmed');
    assert.equal(await usesOf('TENTH'), 1);
  });

  it('uses it for each ticket that it discounts or gives access to, and gives back as many', async () => {
    const { orderId, grandTotal } = await buy('gala-adult', 3, 'FIVER');
    assert.equal(grandTotal, 45);
    await gateway.settleAll();
    assert.equal(await usesOf('FIVER'), 3);
    assert.match(await refused('gala-adult', 2, 'FIVER'), /^409 CODE_USED_UP .*as often as it can/);
    const refund = async (refunded: string) => {
      await finishOrders(gateway.ledger, 0, [{ orderId: refunded, step: 'refund', cause: 'desk' }]);
    };
    await refund(orderId);
    assert.equal(await usesOf('FIVER'), 0);
    // Both in one order, and the one alone that it only gives access to.
    const both = await buy('gala-crew', 2, 'BOTH', {
      items: [
        { ticketId: 'gala-crew', qty: 2 },
        { ticketId: 'gala-adult', qty: 1 },
      ],
    });
    assert.equal(both.grandTotal, 29);
    const crew = await buy('gala-crew', 2, 'BOTH');
    assert.equal(crew.grandTotal, 10);
    await gateway.settleAll();
    assert.equal(await usesOf('BOTH'), 5);
    await refund(both.orderId);
    assert.equal(await usesOf('BOTH'), 2);
    await refund(crew.orderId);
    assert.equal(await usesOf('BOTH'), 0);
    await buy('gala-adult', 5, 'BOTH');
    await gateway.settleAll();
  });

  it('gets what only a code sells, and what is not on sale yet', async () => {
    assert.match(await refused('gala-crew', 1), /^400 UNKNOWN_TICKET/);
    assert.match(await refused('gala-crew', 1, 'TENTH'), /^400 UNKNOWN_TICKET/);
    assert.match(await refused('gala-crew', 1, 'WRONG'), /^400 UNKNOWN_TICKET/);
    await buy('gala-crew', 1, 'CREW');
    assert.match(await refused('gala-later', 1), /^409 NOT_ON_SALE/);
    assert.match(await refused('gala-later', 1, 'TENTH'), /^409 NOT_ON_SALE/);
    await buy('gala-later', 1, 'early-bird');
    await gateway.settleAll();
    assert.equal(await usesOf('CREW'), 1);
  });

  it('may be larger than others', async () => {
    assert.match(await refused('gala-adult', 12), /^400 TOO_MANY_TICKETS/);
    await buy('gala-adult', 12, 'GROUP');
    assert.match(await refused('gala-adult', 31, 'GROUP'), /^400 TOO_MANY_TICKETS .*have 30/);
  });

  it('is free, or costs at least what can be paid online', async () => {
    const free = await buy('gala-adult', 1, 'FREE');
    assert.equal(free.grandTotal, 0);
    await gateway.settleAll();
    const { status, discount, fee } = await read(free.orderId);
    assert.deepEqual(
      { status, discount, fee },
      { status: 'confirmed', discount: 20, fee: undefined },
    );
    assert.equal((await buy('gala-adult', 1, 'NEARLY')).grandTotal, 0.5);
  });

  it('is refused in words when the code is none, is not for its tickets, or it is not its time', async () => {
    assert.match(await refused('gala-adult', 1, 'WRONG'), /^400 UNKNOWN_CODE code is not one of/);
    assert.match(await refused('gala-adult', 1, 'OFF'), /^400 UNKNOWN_CODE/);
    assert.match(await refused('gala-adult', 1, 'CREW'), /^409 CODE_NOT_VALID .*not for these/);
    assert.match(await refused('gala-adult', 1, 'TOMORROW'), /^409 CODE_NOT_VALID .*yet/);
    assert.match(await refused('gala-adult', 1, 'YESTERDAY'), /^409 CODE_NOT_VALID .*any more/);
    assert.match(
      await refused('gala-adult', 1, 'TENTH', { expectedTotal: 20 }),
      /^409 PRICE_CHANGED/,
    );
    assert.match(await refused('fair-adult', 1, 'TENTH'), /^400 UNKNOWN_CODE/);
  });

  it('is told again whatever has become of the code', async () => {
    const headers = { 'idempotency-key': 'once-more' };
    const body = bought('gala-adult', 1, 'tenth');
    const first = await place(gateway, body, headers);
    await gateway.settleAll();
    assert.equal(await usesOf('TENTH'), 2);
    const again = await place(gateway, { ...body, code: 'TENTH' }, headers);
    assert.equal(again.statusCode, 201, again.body);
    assert.equal(again.body, first.body);
    const stored = await readCode(gateway.ledger, EVENT, 'TENTH');
    assert.ok(stored);
    const { used: _, ...before } = stored;
    await writeCodes(gateway.ledger, EVENT, [{ before, after: { ...before, offAtMs: 2 } }]);
    assert.equal((await place(gateway, body, headers)).body, first.body);
    const other = await place(gateway, bought('gala-adult', 1), headers);
    assert.match(other.body, /IDEMPOTENCY_KEY_REUSED/);
  });

  it('of a thousand buyers gets it as often as it can be used, and not once more', async () => {
    const orderIds: string[] = [];
    const refusals = new Map<string, number>();
    const buyOne = async () => {
      const answer = await place(gateway, bought('gala-adult', 1, 'TEN'));
      const { orderId, code = '' } = answer.json<{ orderId?: string; code?: string }>();
      if (orderId === undefined) refusals.set(code, (refusals.get(code) ?? 0) + 1);
      else orderIds.push(orderId);
    };
    const sale = { isOn: true };
    const settling = (async () => {
      while (sale.isOn) await gateway.settleAll();
      await gateway.settleAll();
    })();
    for (let i = 0; i < 10; i++) await Promise.all(Array.from({ length: 100 }, buyOne));
    sale.isOn = false;
    await settling;
    const orders = await Promise.all(orderIds.map(read));
    assert.equal(orders.filter(({ status }) => status === 'confirmed').length, 10);
    assert.ok(orders.every(({ status, reason }) => status === 'confirmed' || reason === 'code'));
    assert.deepEqual([...refusals.keys()], ['CODE_USED_UP']);
    assert.equal(orders.length + (refusals.get('CODE_USED_UP') ?? 0), 1000);
    assert.equal(await usesOf('TEN'), 10);
  });
});

describe('GET /events/:eventId/codes/:code', () => {
  const ask = async (code: string, eventId = 'gala') =>
    await gateway.app.inject(`/v1/events/${eventId}/codes/${code}`);

  it('says what a code is good for', async () => {
    const answer = await ask('both');
    assert.equal(answer.statusCode, 200, answer.body);
    assert.equal(answer.headers['cache-control'], 'no-store');
    const { tickets, ...offer } = answer.json<CodeOffer>();
    assert.deepEqual(
      tickets.map(({ id, needsCode, onSale }) => ({ id, needsCode, onSale })),
      [{ id: 'gala-crew', needsCode: true, onSale: true }],
    );
    assert.deepEqual(offer, {
      ...{ code: 'BOTH', amount: 1, discounted: ['gala-adult'], unit: 'ticket' },
      ...{ leastTotal: 0.5, usesLeft: 95 },
    });
    const { tickets: early } = (await ask('EARLY-BIRD')).json<CodeOffer>();
    assert.deepEqual(
      early.map(({ id, onSale }) => ({ id, onSale })),
      [{ id: 'gala-later', onSale: true }],
    );
  });

  it('says why not', async () => {
    const told = async (code: string, eventId?: string) => {
      const { statusCode, body } = await ask(code, eventId);
      return `${statusCode} ${(JSON.parse(body) as { code: string }).code}`;
    };
    assert.equal(await told('WRONG'), '404 CODE_NOT_FOUND');
    assert.equal(await told('OFF'), '404 CODE_NOT_FOUND');
    assert.equal(await told('TEN'), '409 CODE_USED_UP');
    // When it can be used is said with what it is good for.
    const { validFrom = '' } = (await ask('TOMORROW')).json<CodeOffer>();
    assert.ok(Date.parse(validFrom) > Date.now());
    assert.equal(await told('CREW', 'nowhere'), '404 EVENT_NOT_FOUND');
    assert.equal(await told('TEN:used'), '400 INVALID_REQUEST');
  });
});

describe('guessing codes', () => {
  const limited = gatewayForTests({ RATE_LIMIT_WRONG_CODES: '4', TRUSTED_PROXIES: '127.0.0.1' });
  const headers = { 'x-forwarded-for': '203.0.113.9' };

  it('ends after a few wrong ones, in orders as well; right ones are not counted, nor are orders', async () => {
    await putEvent(limited, 'gala');
    const after = { code: 'RIGHT', unit: 'order', percent: 10, createdAtMs: 1 } as const;
    await writeCodes(limited.ledger, EVENT, [{ after }]);
    for (let i = 0; i < 5; i++) {
      assert.equal((await place(limited, bought('gala-adult', 1), headers)).statusCode, 201);
    }
    const ask = async (code: string) =>
      (await limited.app.inject({ url: `/events/gala/codes/${code}`, headers })).statusCode;
    for (let i = 0; i < 9; i++) assert.equal(await ask('RIGHT'), 200);
    assert.deepEqual([await ask('WRONG-1'), await ask('WRONG-2')], [404, 404]);
    const wrong = bought('gala-adult', 1, 'WRONG-3');
    for (let i = 0; i < 2; i++) {
      assert.equal((await place(limited, wrong, headers)).statusCode, 400);
    }
    assert.equal((await place(limited, wrong, headers)).statusCode, 429);
    // Not even the right one is told now, and somebody else's guesses are their own.
    assert.equal(await ask('RIGHT'), 429);
    const other = { 'x-forwarded-for': '203.0.113.10' };
    assert.equal((await place(limited, wrong, other)).statusCode, 400);
  });
});
