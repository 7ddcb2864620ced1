import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { eventually } from '@onsale/testing';
import { createBank } from '../../src/provider/bank/bank.ts';
import { ProviderError, WebhookError } from '../../src/provider/provider.ts';
import {
  checkoutRequest,
  startBank,
  type ReceivedMessage,
  type TestBank,
  WEBHOOK_SECRET,
} from './bank-for-tests.ts';

let bank: TestBank;
before(async () => (bank = await startBank()));
after(() => bank.stop());

async function messagesAbout(checkoutId: string, count: number): Promise<ReceivedMessage[]> {
  return await eventually(
    async () => bank.messages.filter(({ rawBody }) => rawBody.includes(checkoutId)),
    (found) => found.length >= count,
  );
}

async function errorOf(call: Promise<unknown>): Promise<ProviderError> {
  const error: unknown = await call.then(
    () => assert.fail('the call succeeded'),
    (reason: unknown) => reason,
  );
  assert.ok(error instanceof ProviderError, String(error));
  return error;
}

test('a checkout is opened, paid, told, read and refunded', async () => {
  const { provider } = bank;
  const request = checkoutRequest('paid');
  const opened = await provider.startCheckout(request);
  assert.equal(opened.state, 'open');
  assert.equal(opened.orderUrl, request.orderUrl);
  assert.equal(opened.expiresAtMs, request.expiresAtMs);
  assert.match(opened.url, /^http:\/\/localhost:5007\/pay\/co_\w+$/);

  await bank.control('POST', `/checkouts/${opened.checkoutId}/pay`);
  const [message] = await messagesAbout(opened.checkoutId, 1);
  assert.ok(message !== undefined);
  const event = provider.readWebhook(message);
  assert.ok(event.about !== undefined && 'payment' in event.about);
  const paid = event.about.payment;
  assert.equal(paid.state, 'paid');
  assert.equal(paid.url, undefined);
  assert.deepEqual(await provider.readPayment({ checkoutId: opened.checkoutId }), paid);
  const paymentId = paid.paymentId ?? '';
  assert.deepEqual(await provider.readPayment({ paymentId }), paid);

  const asked = { key: 'paid-refund-1', paymentId, currency: 'EUR', orderUrl: request.orderUrl };
  const refund = await provider.refund({ ...asked, amountMinor: 4000 });
  assert.equal(refund.state, 'done');
  assert.deepEqual(await provider.refund({ ...asked, amountMinor: 4000 }), refund);
  assert.equal((await provider.readPayment({ paymentId }))?.refunds.length, 1);
  const more = await errorOf(provider.refund({ ...asked, key: 'paid-refund-2', amountMinor: 201 }));
  assert.deepEqual([more.kind, more.code], ['refused', 'NOT_REFUNDABLE']);
});

test('a checkout is expired once, and one that was paid before is not', async () => {
  const { provider } = bank;
  const left = await provider.startCheckout(checkoutRequest('left'));
  const expired = await provider.expireCheckout({
    checkoutId: left.checkoutId,
    key: 'left-expire',
  });
  assert.equal(expired.state, 'expired');
  const paid = await provider.startCheckout(checkoutRequest('in-time'));
  await bank.control('POST', `/checkouts/${paid.checkoutId}/pay`);
  const kept = await provider.expireCheckout({
    checkoutId: paid.checkoutId,
    key: 'in-time-expire',
  });
  assert.equal(kept.state, 'paid');
  await assert.rejects(
    bank.control('POST', `/checkouts/${left.checkoutId}/pay`),
    /CHECKOUT_CLOSED/,
  );
});

test('a key returns its first answer, and refuses other parameters', async () => {
  const { provider } = bank;
  const request = checkoutRequest('twice');
  const first = await provider.startCheckout(request);
  await bank.control('POST', `/checkouts/${first.checkoutId}/pay`);
  assert.deepEqual(await provider.startCheckout(request), first);
  const other = await errorOf(provider.startCheckout({ ...request, amountMinor: 1 }));
  assert.deepEqual([other.kind, other.code], ['refused', 'IDEMPOTENCY_KEY_REUSED']);
});

test('what does not exist is undefined or refused', async () => {
  const { provider } = bank;
  assert.equal(await provider.readPayment({ checkoutId: 'co_none' }), undefined);
  assert.equal(await provider.readPayment({ paymentId: '../account' }), undefined);
  const none = await errorOf(provider.expireCheckout({ checkoutId: 'co_none', key: 'none' }));
  assert.equal(none.kind, 'refused');
});

test('the list has every checkout of a period once, the newest first', async () => {
  const { provider } = bank;
  const sinceMs = Date.now() + 1;
  await eventually(
    async () => Date.now(),
    (nowMs) => nowMs > sinceMs,
  );
  const opened = await Promise.all(
    Array.from({ length: 205 }, (_, i) => provider.startCheckout(checkoutRequest(`list-${i}`))),
  );
  const sizes: number[] = [];
  const listed: { checkoutId: string; createdAtMs: number }[] = [];
  let cursor: string | undefined;
  do {
    const query = { sinceMs, ...(cursor === undefined ? {} : { cursor }) };
    const page = await provider.listPayments(query);
    sizes.push(page.payments.length);
    listed.push(...page.payments);
    cursor = page.next;
  } while (cursor !== undefined);
  assert.deepEqual(sizes, [100, 100, 5]);
  assert.deepEqual(
    listed.map(({ createdAtMs }) => createdAtMs),
    listed.map(({ createdAtMs }) => createdAtMs).sort((a, b) => b - a),
  );
  assert.deepEqual(
    new Set(listed.map(({ checkoutId }) => checkoutId)),
    new Set(opened.map(({ checkoutId }) => checkoutId)),
  );
  const untilMs = listed[99]?.createdAtMs ?? 0;
  const older = await provider.listPayments({ sinceMs, untilMs });
  const expected = listed.find(({ createdAtMs }) => createdAtMs < untilMs);
  assert.equal(older.payments[0]?.checkoutId, expected?.checkoutId);
  const wrong = await errorOf(provider.listPayments({ sinceMs, cursor: 'made-up' }));
  assert.equal(wrong.kind, 'refused');
});

test('messages that are forged, changed, old or cut are refused', async () => {
  const { provider } = bank;
  const { checkoutId } = await provider.startCheckout(checkoutRequest('forged'));
  await bank.control('POST', `/checkouts/${checkoutId}/pay`);
  const [message] = await messagesAbout(checkoutId, 1);
  assert.ok(message !== undefined);
  const { headers, rawBody } = message;
  const old = String(Number(headers['webhook-timestamp']) - 301);
  const bad: { [name: string]: ReceivedMessage } = {
    'no headers': { headers: {}, rawBody },
    'another id': { headers: { ...headers, 'webhook-id': 'msg_2' }, rawBody },
    'an old time': { headers: { ...headers, 'webhook-timestamp': old }, rawBody },
    'another signature': { headers: { ...headers, 'webhook-signature': 'v1,AAAA' }, rawBody },
    'another amount': { headers, rawBody: Buffer.from(String(rawBody).replace('4200', '1')) },
    'half a body': { headers, rawBody: rawBody.subarray(0, 50) },
    'not UTF-8': { headers, rawBody: Buffer.concat([rawBody, Buffer.from([0xff])]) },
  };
  for (const [name, forged] of Object.entries(bad)) {
    assert.throws(() => provider.readWebhook(forged), WebhookError, name);
  }
  assert.ok(provider.readWebhook(message).about !== undefined);
});

test('an answer that is broken, missing or slow is unavailable, and its key can be used again', async () => {
  const { provider } = bank;
  for (const fault of ['api_error', 'api_html', 'api_half', 'api_cut', 'api_hangs']) {
    await bank.control('PUT', '/faults', { rates: { [fault]: 1 } });
    const request = checkoutRequest(fault);
    const error = await errorOf(provider.startCheckout(request));
    assert.equal(error.kind, 'unavailable', fault);
    await bank.control('PUT', '/faults', { rates: {} });
    const opened = await provider.startCheckout(request);
    const { payments } = await provider.listPayments({ sinceMs: opened.createdAtMs - 10_000 });
    const same = payments.filter(({ orderUrl }) => orderUrl === request.orderUrl);
    assert.deepEqual(same, [opened], fault);
  }
});

test('examine finds a wrong token, a wrong secret and a bank that is away', async () => {
  const good = await bank.provider.examine({ createEndpoint: false });
  assert.deepEqual(
    good.checks.map(({ name, ok }) => [name, ok]),
    [
      ['account', true],
      ['webhook', true],
      ['secret', true],
      ['clock', true],
    ],
  );
  const failed = async (options: { url?: string; token?: string; webhookSecret?: string }) => {
    const own = { url: bank.url, token: 'token-of-the-bank', webhookSecret: WEBHOOK_SECRET };
    const { checks } = await createBank({ ...own, ...options }).examine({ createEndpoint: false });
    return checks.filter(({ ok }) => !ok).map(({ name }) => name);
  };
  assert.deepEqual(await failed({ token: 'another' }), ['account']);
  assert.deepEqual(await failed({ url: 'http://127.0.0.1:1' }), ['account']);
  const webhookSecret = Buffer.alloc(32, 8).toString('base64');
  assert.deepEqual(await failed({ webhookSecret }), ['secret']);
});
