import assert from 'node:assert/strict';
import { afterEach, mock, test } from 'node:test';
import { ApiError, NetworkError, purchaseApi } from '@onsale/api-client';

const ORDER = {
  customer: { name: 'Ada', email: 'ada@example.com' },
  items: [{ ticketId: 'seat', qty: 2 }],
  paymentMethod: 'invoice',
};

function answerWith(body: unknown, init?: ResponseInit) {
  return mock.method(globalThis, 'fetch', async () => Response.json(body, init));
}

afterEach(() => mock.restoreAll());

test('a path is filled, and each value is written so that it can be nothing else', async () => {
  const fetched = answerWith({ tickets: [] });
  await purchaseApi.get('/events/{eventId}', { path: { eventId: 'a/b?c' } });
  await purchaseApi.get('/tickets', { query: { event: 'big&small' } });
  await purchaseApi.get('/events', { query: { limit: 30, q: '' } });
  await purchaseApi.get('/events');
  assert.deepEqual(
    fetched.mock.calls.map(({ arguments: [url] }) => url),
    [
      ...['/api/v1/events/a%2Fb%3Fc', '/api/v1/tickets?event=big%26small'],
      ...['/api/v1/events?limit=30', '/api/v1/events'],
    ],
  );
});

test('a body is sent as JSON, with the headers that go with it', async () => {
  const fetched = answerWith({ orderId: 'o1' }, { status: 201 });
  const headers = { 'idempotency-key': 'k1' };
  const { orderId } = await purchaseApi.post('/orders', { body: ORDER, headers });
  assert.equal(orderId, 'o1');
  const [, init] = fetched.mock.calls[0]?.arguments ?? [];
  assert.partialDeepStrictEqual(init, {
    method: 'POST',
    body: JSON.stringify(ORDER),
    headers: { 'content-type': 'application/json', 'idempotency-key': 'k1' },
  });
});

test('what the server refuses is an ApiError, with its code, details and pause', async () => {
  const details = [{ path: 'items', message: 'must not be empty' }];
  const init = { status: 503, headers: { 'retry-after': '3' } };
  answerWith({ error: 'busy', code: 'OVERLOADED', details }, init);
  await assert.rejects(purchaseApi.get('/events'), (error) => {
    assert.ok(error instanceof ApiError);
    const { status, code, retryAfterS, message } = error;
    assert.deepEqual([status, code, retryAfterS, message], [503, 'OVERLOADED', 3, 'busy']);
    assert.deepEqual(error.details, details);
    return true;
  });
});

test('an error that is not ours has a status and no details', async () => {
  mock.method(globalThis, 'fetch', async () => new Response('<html>', { status: 502 }));
  await assert.rejects(purchaseApi.get('/events'), { status: 502, code: 'INTERNAL', details: [] });
});

test('without an answer it is a NetworkError, and one that was called off is neither', async () => {
  mock.method(globalThis, 'fetch', async () => {
    throw new TypeError('fetch failed');
  });
  await assert.rejects(purchaseApi.get('/events'), NetworkError);
  const controller = new AbortController();
  controller.abort(new DOMException('ended', 'AbortError'));
  mock.method(globalThis, 'fetch', async (_url: unknown, init?: RequestInit) => {
    init?.signal?.throwIfAborted();
    return Response.json({});
  });
  const { signal } = controller;
  await assert.rejects(purchaseApi.get('/events', { signal }), { name: 'AbortError' });
});

test('paths, queries and bodies that an interface does not have do not compile', () => {
  const never = async () => {
    // @ts-expect-error there is no such path
    await purchaseApi.get('/nothing');
    // @ts-expect-error an event has an id
    await purchaseApi.get('/events/{eventId}');
    // @ts-expect-error an order has a customer
    await purchaseApi.post('/orders', { body: { items: [], paymentMethod: 'invoice' } });
    // @ts-expect-error orders are not listed
    await purchaseApi.get('/orders');
  };
  assert.equal(typeof never, 'function');
});
