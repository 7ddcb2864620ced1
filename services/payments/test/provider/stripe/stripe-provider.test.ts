import assert from 'node:assert/strict';
import { after, beforeEach, test } from 'node:test';
import { Stripe } from 'stripe';
import { type CheckoutRequest, ProviderError } from '../../../src/provider/provider.ts';
import { createStripe } from '../../../src/provider/stripe/stripe-provider.ts';
import { FAKE_KEY, FAKE_SECRET, type Fault, StripeFake } from './stripe-fake.ts';

const SHOP = 'https://shop.example/fair';
const ORDER = `${SHOP}/orders/o-1`;

let fake = await StripeFake.start();
after(() => fake.close());
beforeEach(async () => {
  await fake.close();
  fake = await StripeFake.start();
});

const options = () => ({
  ...{ secretKey: FAKE_KEY, webhookSecrets: [FAKE_SECRET], publicUrl: SHOP },
  ...{ paymentMethods: ['card', 'link'], apiUrl: fake.url },
});
const provider = () => createStripe(options());

function checkout(changes: Partial<CheckoutRequest> = {}): CheckoutRequest {
  return {
    ...{ key: 'o-1-1-checkout', orderUrl: ORDER, returnUrl: ORDER, description: 'Fair' },
    ...{ amountMinor: 4550, currency: 'EUR', expiresAtMs: Date.now() + 35 * 60_000 },
    ...changes,
  };
}

/** Opens and pays a checkout; returns the ids of session and payment. */
async function paid(changes: Partial<CheckoutRequest> = {}) {
  const { checkoutId } = await provider().startCheckout(checkout(changes));
  return { checkoutId, paymentId: fake.books.pay(checkoutId).id };
}

const refundOf = (paymentId: string, amountMinor: number, key = 'o-1-refund-a') => ({
  ...{ key, paymentId, amountMinor, currency: 'EUR', orderUrl: ORDER },
});

function refusedWith(kind: ProviderError['kind'], code?: string) {
  return (error: unknown) => {
    assert.ok(error instanceof ProviderError, String(error));
    assert.deepEqual([error.kind, code ?? error.code], [kind, error.code], error.message);
    return true;
  };
}

test('a checkout tells Stripe the price, the name of the event and the address of the order, no more', async () => {
  const request = checkout();
  const payment = await provider().startCheckout(request);
  assert.match(payment.url, /^https:\/\/checkout\.stripe\.example\//);
  const { url, checkoutId, createdAtMs, ...rest } = payment;
  assert.deepEqual(rest, {
    ...{ orderUrl: ORDER, state: 'open', amountMinor: 4550, currency: 'EUR' },
    expiresAtMs: Math.floor(request.expiresAtMs / 1000) * 1000,
    ...{ refunds: [], disputes: [] },
  });
  assert.ok(checkoutId.startsWith('cs_') && createdAtMs <= Date.now() && url !== '');
  const sent = Object.fromEntries(new URLSearchParams(fake.lastBody));
  assert.deepEqual(sent, {
    ...{ mode: 'payment', ui_mode: 'hosted_page', 'adaptive_pricing[enabled]': 'false' },
    ...{ 'allowed_payment_method_types[0]': 'card', 'allowed_payment_method_types[1]': 'link' },
    'line_items[0][quantity]': '1',
    'line_items[0][price_data][currency]': 'eur',
    'line_items[0][price_data][unit_amount]': '4550',
    'line_items[0][price_data][product_data][name]': 'Fair',
    ...{ 'metadata[order]': ORDER, 'payment_intent_data[metadata][order]': ORDER },
    expires_at: `${Math.floor(request.expiresAtMs / 1000)}`,
    ...{ success_url: ORDER, cancel_url: ORDER },
  });
  const { headers } = fake;
  assert.equal(headers['idempotency-key'], 'o-1-1-checkout');
  assert.equal(headers['stripe-version'], Stripe.API_VERSION);
});

test('the same key is the same checkout, and refuses another price', async () => {
  const request = checkout();
  const [first, second] = [
    await provider().startCheckout(request),
    await provider().startCheckout(request),
  ];
  assert.equal(second.checkoutId, first.checkoutId);
  assert.equal(fake.books.sessions.length, 1);
  const other = provider().startCheckout({ ...request, amountMinor: 9 });
  await assert.rejects(other, refusedWith('refused', 'idempotency_error'));
});

test('a checkout whose answer was lost is there when it is asked for again', async () => {
  const request = checkout();
  // The client itself tries a closed connection once more, with the same key.
  fake.fail('lost');
  fake.fail('lost');
  await assert.rejects(provider().startCheckout(request), refusedWith('unavailable'));
  await provider().startCheckout(request);
  assert.equal(fake.books.sessions.length, 1);
});

const faults: [Fault, ProviderError['kind'], code?: string][] = [
  ['busy', 'rate_limited', 'rate_limit'],
  ['locked', 'unavailable', 'lock_timeout'],
  ['conflict', 'unavailable', 'idempotency_key_in_use'],
  ['down', 'unavailable', 'api_error'],
  ['html', 'unavailable'],
  ['half', 'unavailable'],
  ['other', 'unavailable'],
];
for (const [fault, kind, code] of faults) {
  test(`an answer that is ${fault} is ${kind}, for each call`, async () => {
    const { checkoutId, paymentId } = await paid();
    const open = await provider().startCheckout(checkout({ key: 'open' }));
    const calls = [
      () => provider().startCheckout(checkout({ key: 'new' })),
      () => provider().refund(refundOf(paymentId, 100)),
      () => provider().expireCheckout({ checkoutId: open.checkoutId, key: 'x' }),
      () => provider().readPayment({ checkoutId }),
      () => provider().readPayment({ paymentId }),
      () => provider().listPayments({ sinceMs: 0 }),
    ];
    for (const call of calls) {
      fake.fail(fault);
      await assert.rejects(call, (error) => {
        refusedWith(kind, code)(error);
        assert.equal((error as ProviderError).retryAfterMs, fault === 'busy' ? 2000 : undefined);
        return true;
      });
    }
  });
}

test('nothing that listens is unavailable, and so is a key that was withdrawn or lacks a right', async () => {
  const nobody = createStripe({ ...options(), apiUrl: 'http://127.0.0.1:9' });
  await assert.rejects(
    nobody.startCheckout(checkout()),
    refusedWith('unavailable', 'no_connection'),
  );
  fake.forbidden.push('POST /v1/checkout');
  await assert.rejects(
    provider().startCheckout(checkout()),
    refusedWith('unavailable', 'no_right'),
  );
  fake.key = 'sk_test_next';
  await assert.rejects(provider().startCheckout(checkout()), (error) => {
    assert.doesNotMatch(String(error), /sk_\w/);
    return refusedWith('unavailable', 'wrong_key')(error);
  });
});

test('a key whose first answer was a failure is given up, since it brings no other', async () => {
  fake.fail('failed');
  await assert.rejects(provider().startCheckout(checkout()), refusedWith('unavailable'));
  await assert.rejects(
    provider().startCheckout(checkout()),
    refusedWith('refused', 'replayed_failure'),
  );
  // The checkout exists all the same.
  const { payments } = await provider().listPayments({ sinceMs: 0 });
  assert.equal(payments.length, 1);
});

test('a paid checkout is read by its own id and by that of its payment', async () => {
  const { checkoutId, paymentId } = await paid();
  const byCheckout = await provider().readPayment({ checkoutId });
  const { state, amountMinor, orderUrl, url } = byCheckout ?? {};
  assert.deepEqual([state, amountMinor, orderUrl, url], ['paid', 4550, ORDER, undefined]);
  assert.equal(byCheckout?.paymentId, paymentId);
  assert.deepEqual(await provider().readPayment({ paymentId }), byCheckout);
  assert.equal(await provider().readPayment({ checkoutId: 'cs_nowhere' }), undefined);
  assert.equal(await provider().readPayment({ paymentId: 'pi_nowhere' }), undefined);
});

test('what was paid is told as it is, also when it is not what was asked for', async () => {
  const { checkoutId } = await provider().startCheckout(checkout());
  fake.books.pay(checkoutId, 4000);
  assert.equal((await provider().readPayment({ checkoutId }))?.amountMinor, 4000);
});

test('a payment that the bank has not decided is processing, then paid or failed', async () => {
  for (const [isPaid, end] of [
    [true, 'paid'],
    [false, 'failed'],
  ] as const) {
    const { checkoutId } = await provider().startCheckout(checkout({ key: `${isPaid}` }));
    fake.books.completeUnpaid(checkoutId);
    assert.equal((await provider().readPayment({ checkoutId }))?.state, 'processing');
    fake.books.decide(checkoutId, isPaid);
    assert.equal((await provider().readPayment({ checkoutId }))?.state, end);
  }
});

test('the end of a checkout is what Stripe says, however often it is asked', async () => {
  const expire = (checkoutId: string) => provider().expireCheckout({ checkoutId, key: 'same' });
  const open = await provider().startCheckout(checkout());
  assert.equal((await expire(open.checkoutId)).state, 'expired');
  assert.equal((await expire(open.checkoutId)).state, 'expired');
  const { checkoutId, paymentId } = await paid({ key: 'second' });
  const { state, paymentId: told } = await expire(checkoutId);
  assert.deepEqual([state, told], ['paid', paymentId]);
  await assert.rejects(expire('cs_nowhere'), refusedWith('refused', 'resource_missing'));
});

test('a checkout that is being paid can be neither expired nor called open', async () => {
  const { checkoutId } = await provider().startCheckout(checkout());
  const intent = fake.books.beginToPay(checkoutId);
  const expire = () => provider().expireCheckout({ checkoutId, key: 'x' });
  await assert.rejects(expire(), refusedWith('unavailable'));
  intent['status'] = 'processing';
  assert.equal((await expire()).state, 'processing');
});

test('a failure does not stay with a checkout that is expired again', async () => {
  const { checkoutId } = await provider().startCheckout(checkout());
  fake.fail('down');
  const expire = () => provider().expireCheckout({ checkoutId, key: 'same' });
  await assert.rejects(expire(), refusedWith('unavailable'));
  assert.equal((await expire()).state, 'expired');
});

test('a period is listed page by page, the newest first, without what is not ours', async () => {
  const mine: string[] = [];
  for (let i = 0; i < 130; i += 1) {
    const { checkoutId } = await provider().startCheckout(checkout({ key: `k${i}` }));
    mine.unshift(checkoutId);
  }
  const elsewhere = 'https://shop.example/fairground/orders/1';
  await provider().startCheckout(checkout({ key: 'other shop', orderUrl: elsewhere }));
  fake.books.sessions.push({
    ...fake.books.sessions[0],
    id: 'cs_plain',
    created: 1e10,
    metadata: {},
  });
  const first = await provider().listPayments({ sinceMs: Date.now() - 60_000 });
  assert.equal(first.payments.length, 98);
  assert.ok(first.next !== undefined);
  const second = await provider().listPayments({ sinceMs: 0, cursor: first.next });
  assert.equal(second.next, undefined);
  const ids = [...first.payments, ...second.payments].map(({ checkoutId }) => checkoutId);
  assert.deepEqual(ids, mine);
  const before = await provider().listPayments({ sinceMs: 0, untilMs: Date.now() - 3_600_000 });
  assert.deepEqual(before, { payments: [] });
});

test('a refund is made once, whatever becomes of the answer', async () => {
  const { checkoutId, paymentId } = await paid();
  const request = refundOf(paymentId, 1000);
  for (const fault of ['down', 'half'] as const) {
    fake.fail(fault);
    await assert.rejects(provider().refund(request), refusedWith('unavailable'));
  }
  const first = await provider().refund(request);
  assert.deepEqual([first.state, first.amountMinor, first.key], ['done', 1000, request.key]);
  assert.deepEqual(await provider().refund(request), first);
  assert.equal(fake.books.refunds.length, 1);
  assert.deepEqual(fake.books.refunds[0]?.['metadata'], { order: ORDER, key: request.key });
  const { refunds, state } = (await provider().readPayment({ checkoutId })) ?? {};
  assert.deepEqual([state, refunds], ['paid', [first]]);
});

test('a refund that was made, although Stripe answers its key with a failure, is found', async () => {
  const { paymentId } = await paid();
  fake.fail('failed', 'POST /v1/refunds');
  await assert.rejects(provider().refund(refundOf(paymentId, 1000)), refusedWith('unavailable'));
  const { key, state } = await provider().refund(refundOf(paymentId, 1000));
  assert.deepEqual([key, state], ['o-1-refund-a', 'done']);
  assert.equal(fake.books.refunds.length, 1);
  // One that was not made is not.
  fake.fail('failed', 'POST /v1/refunds');
  const other = refundOf(paymentId, 500, 'o-1-refund-b');
  await assert.rejects(provider().refund(other), refusedWith('unavailable'));
  fake.books.refunds.pop();
  await assert.rejects(provider().refund(other), refusedWith('unavailable', 'replayed_failure'));
});

test('a refund of the dashboard has no key of ours; all are read, also more than ten', async () => {
  const { checkoutId, paymentId } = await paid();
  for (let i = 0; i < 12; i += 1) fake.books.refundByHand(paymentId, 10);
  const { refunds = [] } = (await provider().readPayment({ checkoutId })) ?? {};
  assert.equal(refunds.length, 12);
  assert.ok(refunds.every(({ key }) => key === undefined));
});

test('a refund that waits or fails says so', async () => {
  const { checkoutId, paymentId } = await paid();
  fake.books.refundStatus = 'pending';
  const { state } = await provider().refund(refundOf(paymentId, 1000));
  assert.equal(state, 'pending');
  Object.assign(fake.books.refunds[0] ?? {}, { status: 'failed', failure_reason: 'expired_card' });
  const { refunds = [] } = (await provider().readPayment({ checkoutId })) ?? {};
  assert.deepEqual([refunds[0]?.state, refunds[0]?.problem], ['failed', 'expired_card']);
});

test('why a refund is refused is told', async () => {
  const { paymentId } = await paid();
  const refund = (amount: number, key: string) =>
    provider().refund(refundOf(paymentId, amount, key));
  fake.books.balance = 10;
  const eur = { currency: 'EUR', amountMinor: 10 };
  assert.deepEqual(await provider().readBalance(), [eur]);
  await assert.rejects(refund(100, 'a'), refusedWith('no_balance', 'balance_insufficient'));
  fake.books.balance = 1e9;
  await assert.rejects(refund(9999, 'b'), refusedWith('refused', 'charge_already_refunded'));
  fake.books.dispute(paymentId);
  await assert.rejects(refund(100, 'c'), refusedWith('refused', 'charge_disputed'));
  const nowhere = provider().refund(refundOf('pi_nowhere', 100));
  await assert.rejects(nowhere, refusedWith('refused', 'resource_missing'));
});

test('a dispute is told with its deadline', async () => {
  const { checkoutId, paymentId } = await paid();
  const { id } = fake.books.dispute(paymentId, 'warning_under_review');
  const { disputes } = (await provider().readPayment({ checkoutId })) ?? {};
  assert.deepEqual(disputes, [
    {
      ...{ id, paymentId, amountMinor: 4550, currency: 'EUR', state: 'under_review' },
      respondByMs: 2e12,
    },
  ]);
});

test('amounts of currencies that count otherwise arrive right, both ways', async () => {
  const amounts: [currency: string, minor: number, sent: number][] = [
    ['JPY', 5000, 5000],
    ['ISK', 5000, 500_000],
    ['UGX', 5000, 500_000],
    ['MGA', 5000, 50],
    ['KWD', 5120, 5120],
    ['HUF', 350_000, 350_000],
  ];
  for (const [currency, amountMinor, sent] of amounts) {
    const request = checkout({ key: currency, currency, amountMinor });
    const payment = await provider().startCheckout(request);
    assert.equal(fake.books.sessions.at(-1)?.['amount_total'], sent, currency);
    assert.deepEqual([payment.amountMinor, payment.currency], [amountMinor, currency]);
  }
  const calls = fake.calls.length;
  for (const [currency, amountMinor] of [
    ['MGA', 5050],
    ['KWD', 5123],
    ['CLF', 5000],
    ['IQD', 5000],
    ['EUR', 0],
  ] as const) {
    const request = checkout({ key: currency, currency, amountMinor });
    await assert.rejects(provider().startCheckout(request), refusedWith('refused'));
  }
  assert.equal(fake.calls.length, calls, 'Stripe is not asked for what it does not have');
});
