import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { eventually } from '@onsale/testing';
import { startBank, type TestBank } from './bank-for-tests.ts';

let bank: TestBank;
before(async () => (bank = await startBank()));
after(() => bank.stop());

async function pay(id: string): Promise<string> {
  return String((await bank.call('POST', `/checkouts/${id}/pay`)).body['paymentId']);
}

test('every request needs the token', async () => {
  const root = new URL(bank.pages).origin;
  for (const path of ['/checkouts', '/books', '/faults', '/account']) {
    assert.equal((await fetch(root + path)).status, 401, path);
  }
});

test('a request that is not valid says what is wrong, and leaves its key free', async () => {
  const { id } = await bank.open({}, 'valid-later');
  assert.ok(id.startsWith('co_'));
  const wrong = await bank.open({ amountMinor: 0, currency: 'eur', expiresAtMs: -1 }, 'wrong');
  assert.deepEqual((wrong['details'] as { path: string }[]).map(({ path }) => path).sort(), [
    'amountMinor',
    'currency',
    'expiresAtMs',
  ]);
  assert.ok((await bank.open({}, 'wrong')).id.startsWith('co_'));
  assert.equal((await bank.open({ returnUrl: 'javascript:alert(1)' }))['code'], 'INVALID_REQUEST');
  assert.equal((await bank.open({ surprise: 1 }))['code'], 'INVALID_REQUEST');
});

test('a key replays the first answer, refusals too, also after a restart', async () => {
  const request = { orderUrl: 'http://shop/orders/key', amountMinor: 700 };
  const expiresAtMs = Date.now() + 3_600_000;
  const first = await bank.open({ ...request, expiresAtMs }, 'key-1');
  const paymentId = await pay(first.id);
  const tooMuch = { paymentId, amountMinor: 701, currency: 'EUR' };
  assert.equal((await bank.call('POST', '/refunds', tooMuch, 'key-2')).status, 409);
  const good = { ...tooMuch, amountMinor: 300 };
  const refund = await bank.call('POST', '/refunds', good, 'key-3');
  await bank.kill();
  await bank.start();
  assert.deepEqual((await bank.call('POST', '/refunds', good, 'key-3')).body, refund.body);
  assert.equal((await bank.call('POST', '/refunds', tooMuch, 'key-2')).status, 409);
  const other = await bank.call('POST', '/refunds', good, 'key-2');
  assert.deepEqual([other.status, other.body['code']], [422, 'IDEMPOTENCY_KEY_REUSED']);
  // A key belongs to one kind of call, too.
  const expire = await bank.call('POST', `/checkouts/${first.id}/expire`, undefined, 'key-1');
  assert.equal(expire.status, 422);
  const { body } = await bank.call('GET', `/checkouts/${first.id}`);
  assert.equal((body['refunds'] as unknown[]).length, 1);
});

test('no more is refunded than was paid, and nothing while there is a dispute', async () => {
  const { id } = await bank.open({ amountMinor: 1000 });
  const paymentId = await pay(id);
  const refund = async (amountMinor: number, currency = 'EUR') => {
    const body = { paymentId, amountMinor, currency };
    return (await bank.call('POST', '/refunds', body)).body['code'] ?? 'done';
  };
  assert.equal(await refund(400), 'done');
  assert.equal(await refund(601), 'NOT_REFUNDABLE');
  assert.equal(await refund(100, 'USD'), 'NOT_REFUNDABLE');
  await bank.call('POST', `/payments/${paymentId}/dispute`, { state: 'needs_response' });
  assert.equal(await refund(100), 'PAYMENT_DISPUTED');
  await bank.call('POST', `/payments/${paymentId}/dispute`, { state: 'won' });
  assert.equal(await refund(600), 'done');
  assert.equal(await refund(1), 'NOT_REFUNDABLE');
});

test('the books have the sums of each order in each currency', async () => {
  const orderUrl = 'http://shop/orders/sums';
  const ids: string[] = [];
  for (const amountMinor of [1000, 500, 300]) {
    ids.push((await bank.open({ orderUrl, amountMinor })).id);
  }
  const [first = '', second = ''] = ids;
  const paymentId = await pay(first);
  await pay(second);
  await bank.call('POST', '/refunds', { paymentId, amountMinor: 250, currency: 'EUR' });
  const { body } = await bank.call('GET', '/books');
  const own = (body['orders'] as { orderUrl: string }[]).filter(
    (sums) => sums.orderUrl === orderUrl,
  );
  assert.deepEqual(own, [
    {
      ...{ orderUrl, currency: 'EUR', payments: 2, paidMinor: 1500, refundedMinor: 250 },
      ...{ pendingMinor: 0, lostMinor: 0, undecided: 1 },
    },
  ]);
});

test('a refund needs a balance once something was paid out', async () => {
  const { id } = await bank.open({ amountMinor: 1000, currency: 'CHF' });
  const paymentId = await pay(id);
  const balance = async () => {
    const { balances } = (await bank.call('GET', '/account')).body as {
      balances: { currency: string; amountMinor: number }[];
    };
    return balances.find(({ currency }) => currency === 'CHF')?.amountMinor;
  };
  assert.equal(await balance(), 1000);
  await bank.call('PUT', '/account/balance', { currency: 'CHF', amountMinor: 300 });
  const refund = async (amountMinor: number) => {
    const body = { paymentId, amountMinor, currency: 'CHF' };
    return (await bank.call('POST', '/refunds', body)).body['code'] ?? 'done';
  };
  assert.equal(await refund(400), 'NO_BALANCE');
  assert.equal(await refund(300), 'done');
  assert.equal(await balance(), 0);
});

test('a message that is not taken comes again, also after a restart', async () => {
  bank.receiver.status = 503;
  const { id } = await bank.open();
  await pay(id);
  await eventually(
    async () => (await bank.call('GET', '/account')).body['waitingMessages'],
    (waiting) => waiting !== 0,
  );
  await bank.kill();
  await bank.start();
  bank.receiver.status = 204;
  const found = await eventually(
    async () => bank.messages.filter(({ data }) => data.id === id),
    (messages) => messages.length > 0,
  );
  assert.deepEqual([found.length, found[0]?.type], [1, 'checkout.paid']);
});

test('a checkout ends by itself at its time, and says so', async () => {
  const { id } = await bank.open({ expiresAtMs: Date.now() + 300 });
  await eventually(
    async () =>
      bank.messages.some(({ data, type }) => data.id === id && type === 'checkout.expired'),
    Boolean,
  );
  const late = await bank.call('POST', `/checkouts/${id}/pay`);
  assert.deepEqual([late.status, late.body['code']], [409, 'CHECKOUT_CLOSED']);
});

test('the list of the dashboard goes on where its page ended', async () => {
  await Promise.all(Array.from({ length: 60 }, () => bank.open({ description: 'Paged' })));
  const seen = new Set<string>();
  let path = '/dashboard?q=paged';
  for (;;) {
    const text = await (await fetch(bank.pages + path)).text();
    for (const [id] of text.matchAll(/co_\w+/g)) seen.add(id);
    const [, older] = /href="\/bank(\/dashboard\?[^"]*before=[^"]*)"/.exec(text) ?? [];
    if (older === undefined) break;
    path = older.replaceAll('&#38;', '&');
  }
  // The cursor names one of them again.
  assert.equal(seen.size, 60);
});
