import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { eventually } from '@onsale/testing';
import { type Answer, startBank, type TestBank } from './bank-for-tests.ts';

// The bank is killed in the middle of its writing, again and again. What it has answered must be there,
// and what it was asked twice must be there once.

const KILLS = 20;
const BUYERS = 16;

interface Told {
  id: string;
  /** The last of what the bank answered. */
  state: string;
  refundId?: string;
}

let bank: TestBank;
before(async () => (bank = await startBank()));
after(() => bank.stop());

test('a bank that is killed in mid-write has lost nothing that it has answered', async () => {
  const told = new Map<string, Told>();
  const over = new AbortController();
  let answers = 0;
  let up: Promise<void> = Promise.resolve();

  // Repeats a call with its key until it is answered, as payments does.
  async function insist(path: string, body: object | undefined, key: string): Promise<Answer> {
    for (;;) {
      await up;
      const answer = await bank.call('POST', path, body, key).catch(() => undefined);
      answers += 1;
      if (answer === undefined) {
        over.signal.throwIfAborted();
        continue;
      }
      assert.equal(answer.status, 200, `${path}: ${JSON.stringify(answer.body)}`);
      return answer;
    }
  }

  async function buy(name: string): Promise<void> {
    const request = {
      ...{ orderUrl: `http://shop/orders/${name}`, returnUrl: `http://shop/orders/${name}` },
      ...{ description: 'The Show', amountMinor: 1000, currency: 'EUR' },
      expiresAtMs: Date.now() + 3_600_000,
    };
    const { body } = await insist('/checkouts', request, `${name}-checkout`);
    const entry: Told = { id: String(body['id']), state: 'open' };
    told.set(name, entry);
    // Paying has no key: it may have happened although the answer was lost.
    const paid = await bank.call('POST', `/checkouts/${entry.id}/pay`).catch(() => undefined);
    if (paid?.status === 200) entry.state = 'paid';
    const closed = await insist(`/checkouts/${entry.id}/expire`, undefined, `${name}-expire`);
    entry.state = String(closed.body['state']);
    if (entry.state !== 'paid') return;
    const paymentId = closed.body['paymentId'];
    const refund = { paymentId, amountMinor: 1000, currency: 'EUR' };
    entry.refundId = String((await insist('/refunds', refund, `${name}-refund`)).body['id']);
  }

  const buyers = Array.from({ length: BUYERS }, async (_, buyer) => {
    for (let i = 0; !over.signal.aborted; i += 1) await buy(`${buyer}-${i}`);
  });
  const bought = Promise.all(buyers);
  // What went wrong for one of them ends the test.
  bought.catch(() => over.abort());
  for (let kill = 0; kill < KILLS && !over.signal.aborted; kill += 1) {
    const before = answers;
    await eventually(
      async () => answers,
      (count) => count > before + 20 + kill || over.signal.aborted,
    );
    up = bank.kill().then(() => bank.start());
    await up;
  }
  over.abort();
  await bought;

  assert.ok(told.size > KILLS);
  const states = new Set<string>();
  for (const [name, { id, state, refundId }] of told) {
    const { body } = await bank.call('GET', `/checkouts/${id}`);
    states.add(state);
    assert.equal(body['state'], state, name);
    const refunds = body['refunds'] as { id: string }[];
    assert.deepEqual(
      refunds.map((refund) => refund.id),
      refundId === undefined ? [] : [refundId],
      name,
    );
  }
  assert.ok(states.has('paid'));
  // One checkout for each order, and every message of what was answered.
  const { body } = await bank.call('GET', '/books');
  const orders = body['orders'] as { payments: number; paidMinor: number; refundedMinor: number }[];
  assert.equal(orders.length, told.size);
  for (const sums of orders) assert.equal(sums.refundedMinor, sums.paidMinor);
  await eventually(
    async () => (await bank.call('GET', '/books')).body['waitingMessages'],
    (waiting) => waiting === 0,
  );
  const last = new Map(bank.messages.map(({ type, data }) => [`${data.id} ${type}`, data]));
  for (const { id, state } of told.values()) assert.ok(last.has(`${id} checkout.${state}`), id);
});
