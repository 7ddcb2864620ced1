import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { newOrderId, orderAddress } from '@onsale/ledger';
import { Webhook } from 'standardwebhooks';
import { openShop, PUBLIC_URL, type Shop, WEBHOOK_SECRET } from '../payments-shop.ts';

let shop: Shop;
before(async () => (shop = await openShop({ PAYMENT_SWEEP_MS: '3600000' })));
after(() => shop?.close());

interface Message {
  type: string;
  data: Record<string, unknown>;
}

/** Sends a message as the bank would, or as somebody who pretends to be the bank. */
async function send(
  message: Message,
  forged: { secret?: string; at?: Date; body?: string; id?: string; provider?: string } = {},
): Promise<{ status: number; code?: string; retryAfter: string | null }> {
  const { secret = WEBHOOK_SECRET, at = new Date(), id = 'msg_1', provider = 'bank' } = forged;
  const body = JSON.stringify({ id, createdAtMs: at.getTime(), ...message });
  const response = await shop.call(`/webhooks/${provider}`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'webhook-id': id,
      'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
      'webhook-signature': new Webhook(secret).sign(id, at, body),
    },
    body: forged.body ?? body,
  });
  const text = await response.text();
  const { code } = text === '' ? {} : (JSON.parse(text) as { code?: string });
  const retryAfter = response.headers.get('retry-after');
  return { status: response.status, retryAfter, ...(code === undefined ? {} : { code }) };
}

async function paidMessage(orderId: string, checkoutId: string): Promise<Message> {
  const checkout = (await shop.bank('POST', `/checkouts/${checkoutId}/pay`)) as Record<
    string,
    unknown
  >;
  assert.equal(checkout['orderUrl'], `${PUBLIC_URL}/orders/${orderId}`);
  return { type: 'checkout.paid', data: checkout };
}

async function openOne(): Promise<{ orderId: string; checkoutId: string }> {
  const orderId = await shop.hold();
  const { checkoutId } = await shop.start(orderId);
  await shop.bank('PUT', `/checkouts/${checkoutId}/faults`, { faults: ['message_lost'] });
  return { orderId, checkoutId };
}

test('a message counts once, however often it comes', async () => {
  const { orderId, checkoutId } = await openOne();
  const message = await paidMessage(orderId, checkoutId);
  const sent = await Promise.all(Array.from({ length: 5 }, () => send(message)));
  assert.deepEqual(
    sent.map(({ status }) => status),
    [204, 204, 204, 204, 204],
  );
  await shop.seen(orderId, ({ state, isFinal }) => isFinal && state === 'paid');
  assert.equal((await send(message)).status, 204);
  const { payment } = await shop.read(orderId);
  assert.deepEqual([payment?.attempts.length, payment?.refunds.length], [1, 0]);
});

test('forged, old, cut and foreign messages have no effect', async () => {
  const { orderId, checkoutId } = await openOne();
  const message = await paidMessage(orderId, checkoutId);
  const before = await shop.read(orderId);
  const other = `whsec_${Buffer.alloc(32, 8).toString('base64')}`;
  const hourAgo = new Date(Date.now() - 3_600_000);
  for (const forged of [
    { secret: other },
    { at: hourAgo },
    { body: '{"type":"checkout.paid","data":' },
    { body: '' },
    { body: 'x'.repeat(1000) },
  ]) {
    const { status, code } = await send(message, forged);
    assert.deepEqual([status, code], [400, 'INVALID_WEBHOOK'], JSON.stringify(forged));
  }
  for (const headers of [
    {},
    { 'content-type': 'application/json' },
    { 'content-type': 'text/html' },
  ]) {
    const { status } = await shop.call('/webhooks/bank', { method: 'POST', headers });
    assert.ok([400, 415].includes(status), String(status));
  }
  assert.equal((await send(message, { provider: 'stripe' })).status, 404);
  const long = { body: 'x'.repeat(300 * 1024) };
  assert.equal((await send(message, long)).status, 413);
  const foreign = { ...message.data, orderUrl: `https://elsewhere.example/orders/${orderId}` };
  assert.equal((await send({ ...message, data: foreign })).status, 204);
  const { payment, order } = await shop.read(orderId);
  assert.deepEqual(payment, before.payment);
  assert.equal(order.status, 'held');
});

test('a message about an unknown order is refused; about one that has left Redis, it comes again', async () => {
  const { orderId, checkoutId } = await openOne();
  const message = await paidMessage(orderId, checkoutId);
  const about = (id: string) => ({
    ...message,
    data: { ...message.data, orderUrl: `${PUBLIC_URL}/orders/${id}` },
  });
  const unknown = await send(about('nobody'));
  assert.deepEqual([unknown.status, unknown.code], [404, 'ORDER_NOT_FOUND']);
  const gone = await send(about(newOrderId(0, Date.now())));
  assert.deepEqual([gone.status, gone.code], [503, 'PAYMENTS_UNAVAILABLE']);
  assert.ok(Number(gone.retryAfter) > 0);
});

test('a message that comes before the answer of the API starts no second attempt', async () => {
  const orderId = await shop.hold();
  const { checkoutId } = await shop.start(orderId);
  // As the record was before the answer was stored.
  const { payment } = await shop.read(orderId);
  const [attempt] = payment?.attempts ?? [];
  assert.ok(payment !== undefined && attempt !== undefined);
  const { checkoutId: _id, url: _url, ...starting } = attempt;
  const [, field] = orderAddress(0, orderId);
  const attempts = [{ ...starting, state: 'starting', description: 'Night of Shows' }];
  await shop.server.command(
    ...['HSET', `{s0}:payments:${orderId.slice(0, 8)}`, field],
    JSON.stringify({ ...payment, attempts }),
  );
  await shop.pay(checkoutId);
  await shop.seen(orderId, ({ state }) => state === 'paid');
  assert.equal((await shop.read(orderId)).payment?.attempts.length, 1);
});

test('payment of an order is not begun without end, nor by pages of other sites', async () => {
  const orderId = await shop.hold();
  const begin = (headers: Record<string, string>) =>
    shop.call(`/orders/${orderId}/payment`, { method: 'POST', headers });
  assert.equal((await begin({})).status, 415);
  const statuses = await Promise.all(
    Array.from({ length: 40 }, async () => {
      const response = await begin({ 'content-type': 'application/json' });
      return response.status;
    }),
  );
  assert.deepEqual([...new Set(statuses)].sort(), [200, 429]);
  assert.equal((await shop.read(orderId)).payment?.attempts.length, 1);
});
