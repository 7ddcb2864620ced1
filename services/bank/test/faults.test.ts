import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import { eventually } from '@onsale/testing';
import { FAULT_NAMES } from '../src/faults/fault-list.ts';
import { type Received, startBank, type TestBank } from './bank-for-tests.ts';

const LATE_MS = 300;

let bank: TestBank;
before(async () => (bank = await startBank()));
beforeEach(async () => {
  const none = { rates: {}, lateMs: LATE_MS, slowMs: 200, seed: 7 };
  assert.equal((await bank.call('PUT', '/faults', none)).status, 200);
});
after(() => bank.stop());

const tried = new Set<string>();

/** Opens a checkout with these faults. */
async function openWith(...faults: string[]) {
  for (const fault of faults) tried.add(fault);
  const checkout = await bank.open();
  const { status } = await bank.call('PUT', `/checkouts/${checkout.id}/faults`, { faults });
  assert.equal(status, 200);
  return checkout;
}

async function act(id: string, what: 'pay' | 'decline' | 'expire') {
  return (await bank.call('POST', `/checkouts/${id}/${what}`)).body;
}

async function read(id: string) {
  return (await bank.call('GET', `/checkouts/${id}`)).body;
}

async function becomes(id: string, state: string) {
  return await eventually(
    () => read(id),
    (checkout) => checkout['state'] === state,
  );
}

async function messagesAbout(id: string, count: number): Promise<Received[]> {
  return await eventually(
    async () => bank.messages.filter(({ data }) => data.id === id),
    (found) => found.length >= count,
  );
}

async function refund(id: string) {
  const { paymentId, amountMinor, currency } = await read(id);
  return await bank.call('POST', '/refunds', { paymentId, amountMinor, currency });
}

async function passTime(checkoutId: string, passMs: number): Promise<void> {
  const { status } = await bank.call('POST', '/time', { passMs, checkoutId });
  assert.equal(status, 200);
}

test('completed but unpaid: decided later, either way', async () => {
  for (const [fault, end] of [
    ['unpaid_then_paid', 'paid'],
    ['unpaid_then_failed', 'failed'],
  ] as const) {
    const { id } = await openWith(fault);
    assert.equal((await act(id, 'pay'))['state'], 'processing');
    assert.equal((await act(id, 'expire'))['state'], 'processing');
    await becomes(id, end);
    const types = (await messagesAbout(id, 2)).map(({ type }) => type);
    assert.deepEqual(types, ['checkout.processing', `checkout.${end}`]);
  }
});

test('decided after five days, which can be made to pass', async () => {
  const { id } = await openWith('decides_in_five_days');
  assert.equal((await act(id, 'pay'))['state'], 'processing');
  await passTime(id, 4 * 86_400_000);
  assert.equal((await read(id))['state'], 'processing');
  await passTime(id, 86_400_000);
  await becomes(id, 'paid');
});

test('paid only after its end, or although it was expired', async () => {
  const slow = await openWith('paid_after_expiry');
  assert.equal((await act(slow.id, 'pay'))['state'], 'processing');
  await passTime(slow.id, 35 * 60_000 + LATE_MS);
  await becomes(slow.id, 'paid');
  const closed = await openWith('paid_though_expired');
  assert.equal((await act(closed.id, 'expire'))['state'], 'expired');
  const paid = await becomes(closed.id, 'paid');
  assert.match(String(paid['paymentId']), /^pay_/);
});

test('another amount or another currency is paid, and said to be', async () => {
  const amount = await openWith('wrong_amount');
  assert.equal((await act(amount.id, 'pay'))['amountMinor'], 3780);
  assert.equal((await refund(amount.id)).status, 200);
  const currency = await openWith('wrong_currency');
  assert.equal((await act(currency.id, 'pay'))['currency'], 'USD');
});

test('a dispute follows the payment', async () => {
  const { id } = await openWith('dispute');
  const paid = await act(id, 'pay');
  assert.equal((paid['disputes'] as { state: string }[])[0]?.state, 'needs_response');
  assert.equal((await refund(id)).body['code'], 'PAYMENT_DISPUTED');
});

test('messages come late, twice, never, or in another order', async () => {
  const late = await openWith('message_late');
  const beforeMs = performance.now();
  await act(late.id, 'pay');
  const [message] = await messagesAbout(late.id, 1);
  assert.ok((message?.arrivedAtMs ?? 0) - beforeMs >= LATE_MS - 1);

  const twice = await openWith('message_twice');
  await act(twice.id, 'pay');
  const [first, second] = await messagesAbout(twice.id, 2);
  assert.equal(first?.id, second?.id);

  const lost = await openWith('message_lost');
  await act(lost.id, 'pay');
  const shuffled = await openWith('message_shuffled');
  await act(shuffled.id, 'pay');
  for (let i = 0; i < 8; i += 1) {
    const { paymentId } = await read(shuffled.id);
    await bank.call('POST', '/refunds', { paymentId, amountMinor: 1, currency: 'EUR' });
  }
  const refunds = (await messagesAbout(shuffled.id, 9)).map(({ data }) => data.refunds.length);
  assert.notDeepEqual(
    refunds,
    refunds.toSorted((a, b) => a - b),
  );
  assert.deepEqual(await messagesAbout(lost.id, 0), []);
});

test('a message comes before the answer of the API', async () => {
  tried.add('message_early');
  await bank.call('PUT', '/faults', { rates: { message_early: 1 } });
  const { id } = await bank.open();
  // Without waiting: it is there already.
  const message = bank.messages.find(({ data }) => data.id === id);
  assert.deepEqual([message?.type, message?.data.state], ['checkout.opened', 'open']);
  await act(id, 'expire');
  assert.ok(bank.messages.some(({ data, type }) => data.id === id && type === 'checkout.expired'));
});

test('answers of the API are broken as chosen, before or after their effect', async () => {
  const root = new URL(bank.pages).origin;
  const authorization = 'Bearer token-of-the-bank';
  const outcomes: Record<string, string> = {
    api_error: '500 json',
    api_html: '200 text',
    api_half: 'broken',
    api_cut: 'broken',
    api_hangs: 'timeout',
  };
  for (const [fault, expected] of Object.entries(outcomes)) {
    const { id } = await openWith(fault);
    const outcome = await fetch(`${root}/checkouts/${id}`, {
      headers: { authorization },
      signal: AbortSignal.timeout(500),
    })
      .then(async (response) => {
        const text = await response.text();
        return `${response.status} ${text.startsWith('{') ? 'json' : 'text'}`;
      })
      .catch((error: Error) => (error.name === 'TimeoutError' ? 'timeout' : 'broken'));
    assert.equal(outcome, expected, fault);
  }
  // Expired or not when the connection was cut: both happen.
  const states = new Set<unknown>();
  for (let i = 0; i < 12; i += 1) {
    const { id } = await openWith('api_cut');
    await assert.rejects(act(id, 'expire'));
    await bank.call('PUT', `/checkouts/${id}/faults`, { faults: [] });
    states.add((await read(id))['state']);
  }
  assert.deepEqual([...states].sort(), ['expired', 'open']);
  const slow = await openWith('api_slow');
  const beforeMs = performance.now();
  await read(slow.id);
  assert.ok(performance.now() - beforeMs >= 199);
});

test('a refund fails later, is reversed, hangs, or finds no money', async () => {
  const stateAfter = async (fault: string) => {
    const { id } = await openWith(fault);
    await act(id, 'pay');
    const { body } = await refund(id);
    return { id, state: body['state'] ?? body['code'] };
  };
  const refundBecomes = async (id: string, state: string) =>
    await eventually(
      async () => ((await read(id))['refunds'] as { state: string }[])[0]?.state,
      (found) => found === state,
    );
  const fails = await stateAfter('refund_fails');
  assert.equal(fails.state, 'pending');
  await refundBecomes(fails.id, 'failed');
  const reversed = await stateAfter('refund_reversed');
  assert.equal(reversed.state, 'done');
  await refundBecomes(reversed.id, 'failed');
  const hangs = await stateAfter('refund_hangs');
  assert.equal(hangs.state, 'pending');
  await passTime(hangs.id, 5 * 86_400_000);
  await refundBecomes(hangs.id, 'done');
  assert.equal((await stateAfter('no_balance')).state, 'NO_BALANCE');
});

test('a seed repeats the same faults at the rates that were set', async () => {
  const run = async () => {
    await bank.call('PUT', '/faults', { seed: 42, rates: { wrong_amount: 0.3 } });
    const amounts: unknown[] = [];
    for (let i = 0; i < 40; i += 1) {
      const { id } = await bank.open();
      amounts.push((await act(id, 'pay'))['amountMinor']);
    }
    return amounts;
  };
  const first = await run();
  assert.deepEqual(await run(), first);
  const wrong = first.filter((amount) => amount !== 4200).length;
  assert.ok(wrong > 4 && wrong < 20, `${wrong} of 40`);
});

test('every fault of the panel was tried here', () => {
  assert.deepEqual([...tried].sort(), FAULT_NAMES.toSorted());
});
