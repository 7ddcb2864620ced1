import assert from 'node:assert/strict';
import { it } from 'node:test';
import { orderIdOf, problemOf } from '../src/answer-problem.ts';
import { OrderBodies } from '../src/order-mix.ts';

const bodies = new OrderBodies('test');
// Three times 18.10 is 54.300000000000004 in floating point.
bodies.use([{ ticketId: 'standing', qty: 3, price: 18.1, currency: 'EUR' }], 'card');
const click = bodies.order();
const RIGHT =
  '{"orderId":"show.1","status":"pending","grandTotal":54.3,"currency":"EUR","message":""}';

const order = (body: string, status = 201) =>
  problemOf({ kind: 'orders', click }, { status, body });

it('takes an order for what it is, however it is written', () => {
  for (const body of [
    RIGHT,
    RIGHT.replace('pending', 'confirmed'),
    RIGHT.replace('pending', 'held'),
    RIGHT.replace('54.3', '54.30'),
    RIGHT.replaceAll(':', ' : '),
    '{"grandTotal":54.3,"currency":"EUR","status":"pending","orderId":"show.1"}',
  ]) {
    assert.equal(order(body), undefined, body);
    assert.equal(order(body, 200), undefined, body);
    assert.equal(orderIdOf(body), 'show.1');
  }
});

it('says what is wrong with an order', () => {
  const cases: [string, string][] = [
    ['', 'the answer is not an order in JSON'],
    ['created', 'the answer is not an order in JSON'],
    ['null', 'the answer is not an order in JSON'],
    [RIGHT.slice(0, -1), 'the answer is not an order in JSON'],
    [RIGHT.replace('"show.1"', '""'), 'the order has no orderId'],
    [RIGHT.replace('"show.1"', '17'), 'the order has no orderId'],
    [RIGHT.replace('pending', 'maybe'), 'the order has no known status'],
    [RIGHT.replace('54.3', '54.31'), 'the total is not the price of the tickets'],
    [RIGHT.replace('54.3', '54.300000000000004'), ''],
    [RIGHT.replace('54.3', '5430'), 'the total is not the price of the tickets'],
    [RIGHT.replace('"grandTotal":54.3,', ''), 'the total is not the price of the tickets'],
    [RIGHT.replace('EUR', 'CHF'), 'the currency is another'],
  ];
  for (const [body, problem] of cases) assert.equal(order(body) ?? '', problem, body);
});

it('an order whose price nobody told may cost what it wants', () => {
  const unpriced = { ...click, expected: undefined };
  const body = '{"orderId":"show.1","status":"pending"}';
  assert.equal(problemOf({ kind: 'orders', click: unpriced }, { status: 201, body }), undefined);
});

it('judges every other answer by its status and what it says', () => {
  const bought = { ...click, orderId: 'show.1' };
  const soldOut = '{"error":"sold out","code":"SOLD_OUT"}';
  const rows: [Parameters<typeof problemOf>[0], number, string, string | undefined][] = [
    [{ kind: 'orders', click }, 409, soldOut, undefined],
    [{ kind: 'orders', click }, 409, '{"code":"PRICE_CHANGED"}', '409 PRICE_CHANGED'],
    [{ kind: 'orders', click }, 503, '{"code":"OVERLOADED"}', '503 OVERLOADED'],
    [{ kind: 'orders', click }, 502, '<html>Bad Gateway</html>', '502'],
    [{ kind: 'orders', click }, 204, '', '204'],
    [
      { kind: 'duplicates', click: bought },
      409,
      soldOut,
      'sold out, although the same request was accepted before',
    ],
    [{ kind: 'duplicates', click: bought }, 201, RIGHT, undefined],
    [{ kind: 'badRequests', click: undefined }, 400, '{"code":"INVALID_REQUEST"}', undefined],
    [{ kind: 'badRequests', click: undefined }, 400, '{}', 'the refusal has no code'],
    [{ kind: 'badRequests', click: undefined }, 201, RIGHT, '201'],
    [{ kind: 'readers', click: undefined }, 200, '{"tickets":[]}', undefined],
    [{ kind: 'readers', click: undefined }, 200, '{"at":1,"tickets":[]}', undefined],
    [
      { kind: 'readers', click: undefined },
      200,
      '{"tickets":{}}',
      'the answer has no list of tickets',
    ],
    [{ kind: 'readers', click: undefined }, 200, '<html>', 'the answer has no list of tickets'],
    [
      { kind: 'readers', click: undefined },
      200,
      `{"tickets":[${'"a",'.repeat(2000)}`.slice(0, 4096),
      undefined,
    ],
    [{ kind: 'readers', click: undefined }, 304, '', '304'],
  ];
  for (const [asked, status, body, problem] of rows) {
    assert.equal(problemOf(asked, { status, body }), problem, `${asked.kind} ${status} ${body}`);
  }
});
