import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { openGateway, order, type TestGateway } from './open-gateway.ts';

interface BadOrder {
  name: string;
  /** An object is sent as JSON, a string as it is. */
  body?: unknown;
  headers?: Record<string, string>;
  status: number;
  code: string;
  /** What the sentence in `error` must name. */
  names: RegExp;
}

const invalid = { status: 400, code: 'INVALID_REQUEST' };
const notJson = { status: 400, code: 'INVALID_JSON', names: /JSON|empty/ };

function withItems(...items: unknown[]) {
  return { ...order(), items };
}

function withCustomer(customer: unknown) {
  return { ...order(), customer };
}

const adult = { ticketId: 'fair-adult', qty: 1 };
const longList = Array.from({ length: 21 }, () => adult);
const { customer } = order();
const qtyPlace = /items\[0\]\.qty/;

const badOrders: BadOrder[] = [
  { name: 'what is no JSON', body: '{"customer":', ...notJson },
  { name: 'text with a BOM and rubbish', body: '\uFEFF}{', ...notJson },
  { name: 'an empty body', body: '', ...notJson },
  { name: 'no body at all', ...invalid, names: /body/ },
  {
    name: 'another content type',
    body: JSON.stringify(order()),
    headers: { 'content-type': 'text/plain' },
    status: 415,
    code: 'UNSUPPORTED_MEDIA_TYPE',
    names: /application\/json/,
  },
  {
    name: 'a form',
    body: 'a=b',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    status: 415,
    code: 'UNSUPPORTED_MEDIA_TYPE',
    names: /application\/json/,
  },
  {
    name: 'a body over 64 KiB',
    body: { ...order(), note: 'x'.repeat(64 * 1024) },
    status: 413,
    code: 'BODY_TOO_LARGE',
    names: /too large/,
  },
  { name: 'an array', body: [order()], ...invalid, names: /body must be of type object/ },
  { name: 'null', body: 'null', ...invalid, names: /body must be of type object/ },
  { name: 'a number', body: '42', ...invalid, names: /body must be of type object/ },
  {
    name: 'an unknown ticket',
    body: withItems(adult, { ticketId: 'moon', qty: 1 }),
    status: 400,
    code: 'UNKNOWN_TICKET',
    names: /items\[1\]\.ticketId/,
  },
  {
    name: 'a ticket with the name of a built-in property',
    body: withItems({ ticketId: '__proto__', qty: 1 }),
    status: 400,
    code: 'UNKNOWN_TICKET',
    names: /items\[0\]\.ticketId/,
  },
  {
    name: 'tickets of two events',
    body: withItems(adult, { ticketId: 'club-adult', qty: 1 }),
    status: 400,
    code: 'MIXED_EVENTS',
    names: /items\[1\]\.ticketId.*club.*fair/,
  },
  {
    name: 'tickets of two currencies',
    body: withItems(adult, { ticketId: 'fair-abroad', qty: 1 }),
    status: 400,
    code: 'MIXED_CURRENCIES',
    names: /items\[1\]\.ticketId.*USD.*EUR/,
  },
  { name: 'qty 0', body: withItems({ ...adult, qty: 0 }), ...invalid, names: qtyPlace },
  { name: 'a negative qty', body: withItems({ ...adult, qty: -1 }), ...invalid, names: qtyPlace },
  { name: 'a fraction', body: withItems({ ...adult, qty: 1.5 }), ...invalid, names: qtyPlace },
  { name: 'a huge qty', body: withItems({ ...adult, qty: 1e300 }), ...invalid, names: qtyPlace },
  {
    name: 'a large qty',
    body: withItems({ ...adult, qty: 1_000_001 }),
    ...invalid,
    names: qtyPlace,
  },
  { name: 'qty as a string', body: withItems({ ...adult, qty: '1' }), ...invalid, names: qtyPlace },
  { name: 'qty as true', body: withItems({ ...adult, qty: true }), ...invalid, names: qtyPlace },
  { name: 'qty as null', body: withItems({ ...adult, qty: null }), ...invalid, names: qtyPlace },
  { name: 'no qty', body: withItems({ ticketId: 'fair-adult' }), ...invalid, names: qtyPlace },
  {
    name: 'too many tickets in sum',
    body: withItems({ ...adult, qty: 6 }, { ticketId: 'fair-child', qty: 5 }),
    status: 400,
    code: 'TOO_MANY_TICKETS',
    names: /items ask for 11 tickets.*10/,
  },
  {
    name: 'too many of one ticket in two lines',
    body: withItems({ ...adult, qty: 6 }, { ...adult, qty: 5 }),
    status: 400,
    code: 'TOO_MANY_TICKETS',
    names: /items ask for 11 tickets.*10/,
  },
  { name: 'no items', body: withItems(), ...invalid, names: /items must not be empty/ },
  { name: 'more than 20 lines', body: withItems(...longList), ...invalid, names: /items.*20/ },
  {
    name: 'items that are no list',
    body: { ...order(), items: adult },
    ...invalid,
    names: /items/,
  },
  { name: 'an item that is none', body: withItems('two'), ...invalid, names: /items\[0\]/ },
  { name: 'no customer', body: { ...order(), customer: undefined }, ...invalid, names: /customer/ },
  {
    name: 'a missing name',
    body: withCustomer({ email: customer.email }),
    ...invalid,
    names: /customer\.name is missing/,
  },
  {
    name: 'an empty name',
    body: withCustomer({ ...customer, name: '' }),
    ...invalid,
    names: /customer\.name/,
  },
  {
    name: 'a name of blanks',
    body: withCustomer({ ...customer, name: '   ' }),
    ...invalid,
    names: /customer\.name/,
  },
  {
    name: 'a name that is too long',
    body: withCustomer({ ...customer, name: 'x'.repeat(201) }),
    ...invalid,
    names: /customer\.name/,
  },
  ...['\u0000', '\n', '\u001b[31m', '\u007f', '\u0085', '\u2028'].map((character) => ({
    name: `the control character ${JSON.stringify(character)} in a name`,
    body: withCustomer({ ...customer, name: `Ada${character}` }),
    ...invalid,
    names: /customer\.name/,
  })),
  ...['ada', 'ada@', '@example.com', 'a b@example.com', 'ada@home', 'a@b@c.de', 'a@.de', ''].map(
    (email) => ({
      name: `the e-mail address "${email}"`,
      body: withCustomer({ ...customer, email }),
      ...invalid,
      names: /customer\.email must be an e-mail address/,
    }),
  ),
  {
    name: 'an e-mail address with a line break',
    body: withCustomer({ ...customer, email: 'ada@example.com\r\nBcc: eve@example.com' }),
    ...invalid,
    names: /customer\.email/,
  },
  {
    name: 'an e-mail address that is too long',
    body: withCustomer({ ...customer, email: `${'a'.repeat(250)}@example.com` }),
    ...invalid,
    names: /customer\.email/,
  },
  {
    name: 'an empty payment method',
    body: { ...order(), paymentMethod: '' },
    ...invalid,
    names: /paymentMethod/,
  },
  {
    name: 'a payment method of 65 characters',
    body: { ...order(), paymentMethod: 'x'.repeat(65) },
    ...invalid,
    names: /paymentMethod/,
  },
  {
    name: 'a payment method with a control character',
    body: { ...order(), paymentMethod: 'card\t' },
    ...invalid,
    names: /paymentMethod/,
  },
  {
    name: 'a __proto__ key',
    body: JSON.stringify(order()).replace('{', '{"__proto__":{"admin":true},'),
    ...notJson,
  },
  {
    name: 'a __proto__ key deep inside',
    body: JSON.stringify(order()).replace('"qty"', '"__proto__":{"qty":1},"qty"'),
    ...notJson,
  },
  {
    name: 'a constructor key with a prototype',
    body: JSON.stringify(order()).replace('{', '{"constructor":{"prototype":{}},'),
    ...notJson,
  },
  {
    name: 'deep nesting',
    body: `${'{"customer":'.repeat(5000)}1${'}'.repeat(5000)}`,
    ...invalid,
    names: /paymentMethod|items|customer/,
  },
  {
    name: 'deep nesting of lists',
    body: `${'['.repeat(30_000)}${']'.repeat(30_000)}`,
    ...invalid,
    names: /body must be of type object/,
  },
  ...['', 'x'.repeat(256), 'clé', 'a\tb'].map((key) => ({
    name: `the Idempotency-Key ${JSON.stringify(key).slice(0, 12)} of ${key.length} characters`,
    body: order(),
    headers: { 'idempotency-key': key },
    ...invalid,
    names: /idempotency-key/,
  })),
];

describe('bad input', () => {
  let gateway: TestGateway;
  before(async () => {
    gateway = await openGateway();
  });
  after(() => gateway.close());

  for (const { name, body, headers, status, code, names } of badOrders) {
    it(`refuses ${name} with ${status} ${code} and writes nothing`, async () => {
      const before = await gateway.written();
      for (const url of ['/v1/orders', '/orders']) {
        const payload = typeof body === 'string' ? body : JSON.stringify(body);
        const answer = await gateway.app.inject({
          method: 'POST',
          url,
          ...(body === undefined
            ? {}
            : { payload, headers: { 'content-type': 'application/json', ...headers } }),
        });
        assert.equal(answer.statusCode, status, answer.body);
        const error = answer.json<{ error: string; code: string; details: unknown }>();
        assert.equal(error.code, code);
        assert.match(error.error, names);
        assert.ok(Array.isArray(error.details));
      }
      assert.deepEqual(await gateway.written(), before);
      assert.equal((await gateway.app.inject('/livez')).statusCode, 200);
    });
  }

  it('names every place that is wrong, not only the first', async () => {
    const answer = await gateway.app.inject({
      method: 'POST',
      url: '/orders',
      payload: { customer: { name: '', email: 'x' }, items: [{ ticketId: 'a', qty: 0 }] },
    });
    const { details } = answer.json<{ details: { path: string; message: string }[] }>();
    const paths = details.map((detail) => detail.path).sort();
    assert.deepEqual(paths, ['customer.email', 'customer.name', 'items[0].qty', 'paymentMethod']);
  });

  for (const id of [
    'nonsense',
    '0'.repeat(27),
    '0'.repeat(28),
    'z'.repeat(28),
    '__proto__',
    '%00',
    '..%2f..%2fetc',
    '%F0%9F%8E%9F',
  ]) {
    it(`answers 404 for the order ${id}`, async () => {
      for (const suffix of ['', '/stream']) {
        const answer = await gateway.app.inject(`/v1/orders/${id}${suffix}`);
        assert.equal(answer.statusCode, 404, answer.body);
        assert.equal(answer.json<{ code: string }>().code, 'ORDER_NOT_FOUND');
      }
    });
  }

  it('answers 414 for an id without end, and 400 for a path that is no URL', async () => {
    const long = await gateway.app.inject(`/v1/orders/${'0'.repeat(5000)}`);
    assert.equal(long.statusCode, 414);
    const broken = await gateway.app.inject('/v1/orders/%zz');
    assert.equal(broken.statusCode, 400);
  });

  it('answers 404 for an unknown event, route and method', async () => {
    const event = await gateway.app.inject('/v1/events/moon');
    assert.equal(event.statusCode, 404);
    assert.equal(event.json<{ code: string }>().code, 'EVENT_NOT_FOUND');
    const route = await gateway.app.inject('/v2/tickets?x=1');
    assert.deepEqual(route.json(), {
      error: 'there is no GET /v2/tickets',
      code: 'NOT_FOUND',
      details: [],
    });
    const method = await gateway.app.inject({ method: 'DELETE', url: '/v1/orders' });
    assert.equal(method.statusCode, 404);
  });

  for (const query of ['min_price=cheap', 'max_price=', 'min_price=NaN', 'min_price=1e3']) {
    it(`answers 400 for the filter ${query}`, async () => {
      const answer = await gateway.app.inject(`/v1/tickets?${query}`);
      assert.equal(answer.statusCode, 400);
      assert.match(answer.json<{ error: string }>().error, /^m(in|ax)_price must be a number/);
    });
  }

  it('refuses a filter that is there twice', async () => {
    const answer = await gateway.app.inject('/v1/tickets?type=adult&type=child');
    assert.equal(answer.statusCode, 400);
    assert.match(answer.json<{ error: string }>().error, /^type /);
  });
});

describe('payment methods', () => {
  let gateway: TestGateway;
  before(async () => {
    gateway = await openGateway({
      PAYMENT_METHODS: 'credit_card, invoice',
      MAX_QTY_PER_ORDER: '3',
    });
  });
  after(() => gateway.close());

  it('accepts those that PAYMENT_METHODS lists and no other', async () => {
    const place = async (paymentMethod: string) =>
      await gateway.app.inject({
        method: 'POST',
        url: '/orders',
        payload: { ...order(), paymentMethod },
      });
    assert.equal((await place('invoice')).statusCode, 201);
    const before = await gateway.written();
    const refused = await place('cash');
    assert.equal(refused.statusCode, 400);
    assert.deepEqual(refused.json(), {
      error: 'paymentMethod must be one of credit_card, invoice',
      code: 'PAYMENT_METHOD_NOT_ACCEPTED',
      details: [{ path: 'paymentMethod', message: 'must be one of credit_card, invoice' }],
    });
    assert.deepEqual(await gateway.written(), before);
  });

  it('accepts as many tickets as MAX_QTY_PER_ORDER and not one more', async () => {
    const place = async (qty: number) =>
      await gateway.app.inject({
        method: 'POST',
        url: '/orders',
        payload: order([{ ticketId: 'fair-adult', qty }]),
      });
    assert.equal((await place(3)).statusCode, 201);
    assert.equal((await place(4)).statusCode, 400);
  });
});
