import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { badOrders } from './bad-orders.ts';
import { gatewayForTests } from '../gateway-for-tests.ts';
import { order } from '../open-gateway.ts';

describe('bad input', () => {
  const gateway = gatewayForTests();

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

  it('reports every problem, not only the first', async () => {
    const answer = await gateway.app.inject({
      method: 'POST',
      url: '/orders',
      payload: { customer: { name: '', email: 'x' }, items: [{ ticketId: 'a', qty: 0 }] },
    });
    const { details } = answer.json<{ details: { path: string; message: string }[] }>();
    const paths = details.map((detail) => detail.path).sort();
    assert.deepEqual(paths, ['customer.email', 'customer.name', 'items[0].qty', 'paymentMethod']);
  });

  it('checks the number of lines before validating them', async () => {
    const items = Array.from({ length: 5000 }, () => ({}));
    const answer = await gateway.app.inject({ method: 'POST', url: '/orders', payload: { items } });
    assert.equal(answer.statusCode, 400);
    assert.deepEqual(answer.json(), {
      error: 'items must not have more than 20 lines',
      code: 'INVALID_REQUEST',
      details: [{ path: 'items', message: 'must not have more than 20 lines' }],
    });
  });

  const joined = ['نیما می\u200cخواهد', 'ശ്രീമന്\u200d', '葛\u{e0100}城', 'Zoë', 'שָׁלוֹם', '🎟\ufe0f'];
  for (const name of joined) {
    it(`accepts the name ${name}, which is spelled that way`, async () => {
      const payload = { ...order(), customer: { ...order().customer, name } };
      const answer = await gateway.app.inject({ method: 'POST', url: '/orders', payload });
      assert.equal(answer.statusCode, 201, answer.body);
    });
  }

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
    it(`responds 404 for the order ${id}`, async () => {
      for (const suffix of ['', '/stream']) {
        const answer = await gateway.app.inject(`/v1/orders/${id}${suffix}`);
        assert.equal(answer.statusCode, 404, answer.body);
        assert.equal(answer.json<{ code: string }>().code, 'ORDER_NOT_FOUND');
      }
    });
  }

  it('responds 414 to an endless id and 400 to an invalid path', async () => {
    const long = await gateway.app.inject(`/v1/orders/${'0'.repeat(5000)}`);
    assert.equal(long.statusCode, 414);
    const broken = await gateway.app.inject('/v1/orders/%zz');
    assert.equal(broken.statusCode, 400);
  });

  it('responds 404 to an unknown event or path, and 405 to an unsupported method', async () => {
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
    assert.deepEqual([method.statusCode, method.headers.allow], [405, 'POST']);
  });

  for (const query of ['min_price=cheap', 'max_price=', 'min_price=NaN', 'min_price=1e']) {
    it(`responds 400 to the filter ${query}`, async () => {
      const answer = await gateway.app.inject(`/v1/tickets?${query}`);
      assert.equal(answer.statusCode, 400);
      assert.match(answer.json<{ error: string }>().error, /^m(in|ax)_price must be a number/);
    });
  }

  it('refuses a duplicate filter', async () => {
    const answer = await gateway.app.inject('/v1/tickets?type=adult&type=child');
    assert.equal(answer.statusCode, 400);
    assert.equal(answer.json<{ error: string }>().error, 'type must be given only once');
  });

  for (const [query, error] of [
    ['tickets?min_price=10&max_price=9.99', 'min_price must not be above max_price'],
    ['tickets?min_price=1e3&max_price=999', 'min_price must not be above max_price'],
    ['events?from=2087-05-02&to=2087-05-01', 'from must not be after to'],
  ]) {
    it(`refuses bounds between which nothing is: ${query}`, async () => {
      const answer = await gateway.app.inject(`/v1/${query}`);
      assert.equal(answer.statusCode, 400);
      assert.equal(answer.json<{ error: string }>().error, error);
    });
  }

  it('names query parameters that nobody knows', async () => {
    const ignoredBy = async (query: string) =>
      (await gateway.app.inject(`/v1/${query}`)).json<{ ignored?: string[] }>().ignored;
    assert.deepEqual(await ignoredBy('tickets?typ=adult&event=fair'), ['typ']);
    assert.deepEqual(await ignoredBy('events?town=Basel&limit=1&sort=name'), ['town', 'sort']);
    assert.equal(await ignoredBy('tickets?type=adult'), undefined);
    const many = Array.from({ length: 50 }, (_, i) => `p${i}=1`).join('&');
    assert.equal((await ignoredBy(`tickets?${many}`))?.length, 5);
    const placed = await gateway.app.inject({
      method: 'POST',
      url: '/v1/orders?dry_run=true',
      payload: order(),
    });
    assert.match(placed.json<{ message: string }>().message, / Ignored: \?dry_run\.$/);
  });
});
