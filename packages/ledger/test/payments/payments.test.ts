import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  claimDuePayments,
  claimPaymentJob,
  finishOrders,
  isOpenPayment,
  type Ledger,
  type Payment,
  paymentsDueKey,
  readDuePayments,
  readLog,
  readPayment,
  registerReader,
  scanPaidOrders,
  scanPayments,
  audit,
  writePayment,
} from '../../src/index.ts';
import { eventually } from '@onsale/testing';
import { hold, startLedgerRedis } from '../test-ledger.ts';

const { server, freshLedger } = await startLedgerRedis();

const payment = (changes: Partial<Payment> = {}): Payment => ({
  ...{ revision: 0, provider: 'bank', amountMinor: 2000, currency: 'USD', attempts: [] },
  ...{ refunds: [], disputes: [] },
  ...changes,
});

const paidWith = (paymentId: string, use?: 'tickets' | 'refund'): Payment['attempts'][number] => ({
  ...{ number: 1, state: 'paid', startedAtMs: 1, expiresAtMs: 2, paymentId },
  ...(use === undefined ? {} : { use }),
});

/** An order whose hold is over. */
async function expired(ledger: Ledger, items: string): Promise<string> {
  const { id } = await hold(ledger, items, { holdMs: 1 });
  await eventually(
    () => finishOrders(ledger, 0, [{ orderId: id, step: 'expire' }]),
    ([finish]) => finish === 'done',
  );
  return id;
}

test('a payment is written only as it was read, and only beside its order', async () => {
  const ledger = await freshLedger({ adult: 5 });
  const { id } = await hold(ledger, 'adult:2');
  const first = { before: undefined, after: payment(), dueInMs: 0 };
  assert.equal(await writePayment(ledger, id, first), 'written');
  assert.equal(await writePayment(ledger, id, first), 'changed');
  const read = await readPayment(ledger, id);
  assert.ok(read !== undefined);
  assert.deepEqual([read.payment?.revision, read.order.status], [1, 'held']);
  const rest = { before: read.payment, head: read.head, dueInMs: undefined };
  await finishOrders(ledger, 0, [{ orderId: id, step: 'open-payment', giveUpMs: 1000 }]);
  assert.equal(await writePayment(ledger, id, rest), 'changed');
  assert.deepEqual(await claimDuePayments(ledger, 0, 10), [id]);
  const now = await readPayment(ledger, id);
  const again = { ...rest, head: now?.head ?? '' };
  assert.equal(await writePayment(ledger, id, again), 'written');
  assert.equal(await server.command('EXISTS', paymentsDueKey(0)), 0);
  const other = id.replace(/.$/, (last) => (last === '0' ? '1' : '0'));
  assert.equal(await writePayment(ledger, other, first), 'no-such-order');
  assert.equal(await readPayment(ledger, other), undefined);
});

test('a due payment is claimed by one process, for a while', async () => {
  const ledger = await freshLedger({ adult: 5 });
  const orders = [await hold(ledger, 'adult:1'), await hold(ledger, 'adult:1')];
  for (const { id } of orders) {
    await writePayment(ledger, id, { before: undefined, after: payment(), dueInMs: 0 });
  }
  const { due, waiting } = await readDuePayments(ledger, 0, Date.now() + 1000);
  assert.deepEqual([due, waiting], [2, 2]);
  const [one, other] = await Promise.all([
    claimDuePayments(ledger, 0, 1),
    claimDuePayments(ledger, 0, 10),
  ]);
  assert.deepEqual([...one, ...other].sort(), orders.map(({ id }) => id).sort());
  assert.deepEqual(await claimDuePayments(ledger, 0, 10), []);
  const left = await readDuePayments(ledger, 0, Date.now());
  assert.deepEqual([left.due, left.waiting, left.overdueMs], [0, 2, undefined]);
});

test('the order log has each change of a payment, in the state that the order is in', async () => {
  const ledger = await freshLedger({ adult: 5 });
  await registerReader(ledger, 'recorder');
  const { id } = await hold(ledger, 'adult:1');
  const change = { before: undefined, after: payment(), dueInMs: 0, logged: 'received' };
  await writePayment(ledger, id, change);
  const { payment: before } = (await readPayment(ledger, id)) ?? {};
  await writePayment(ledger, id, { before, after: payment(), dueInMs: 0 });
  // Only when to look again.
  const { payment: now } = (await readPayment(ledger, id)) ?? {};
  await writePayment(ledger, id, { before: now, dueInMs: 0 });
  const { changes } = await readLog(ledger, 0, { after: '0-0' });
  const told = changes.map(({ from, to, cause }) => [from, to, cause]);
  assert.deepEqual(told.slice(-2), [
    ['h', 'h', 'payment:received'],
    ['h', 'h', 'payment:changed'],
  ]);
});

test('late money that is going back never gets tickets, whoever is late to decide', async () => {
  const ledger = await freshLedger({ adult: 5 });
  const id = await expired(ledger, 'adult:2');
  const confirm = (cause: string) =>
    finishOrders(ledger, 0, [{ orderId: id, step: 'confirm', cause }]);
  const after = payment({ attempts: [paidWith('pay_1', 'refund')] });
  await writePayment(ledger, id, { before: undefined, after, dueInMs: 0 });
  assert.deepEqual(await confirm('pay_1'), ['returned']);
  assert.equal((await readPayment(ledger, id))?.order.status, 'expired');
  assert.deepEqual(await confirm('pay_2'), ['done']);
});

test('one process has a job at a time, and the mark stays', async () => {
  const ledger = await freshLedger();
  const claim = (owner: string, more: object = {}) =>
    claimPaymentJob(ledger, 'sweep', { owner, claimMs: 60_000, ...more });
  assert.equal((await claim('one'))?.markMs, undefined);
  assert.equal(await claim('two'), undefined);
  assert.equal((await claim('one', { mark: 42 }))?.markMs, 42);
  await claim('one', { claimMs: 0 });
  assert.equal((await claim('two'))?.markMs, 42);
  const daily = { everyMs: 86_400_000 };
  const now = Date.now();
  await claimPaymentJob(ledger, 'reconcile', { owner: 'one', claimMs: 60_000, mark: now });
  // Nor does the process that has just done it.
  for (const owner of ['one', 'two']) {
    const again = { owner, claimMs: 1000, ...daily };
    assert.equal(await claimPaymentJob(ledger, 'reconcile', again), undefined);
  }
});

test('payments are found by the time of their orders', async () => {
  const ledger = await freshLedger({ adult: 5 });
  const { id } = await hold(ledger, 'adult:1');
  await writePayment(ledger, id, { before: undefined, after: payment(), dueInMs: 0 });
  const found = async (fromMs: number, toMs: number) => {
    const pages = await Array.fromAsync(scanPayments(ledger, 0, { fromMs, toMs }));
    return pages.flat().map(({ orderId }) => orderId);
  };
  const now = Date.now();
  assert.deepEqual(await found(now - 60_000, now + 60_000), [id]);
  assert.deepEqual(await found(now + 60_000, now + 120_000), []);
  assert.deepEqual(await found(now - 120_000, now - 60_000), []);
  const paid = await Array.fromAsync(scanPaidOrders(ledger, 0, {}));
  assert.deepEqual([...new Set(paid.flat())], [id]);
});

test('the audit finds money that nobody would look at, and money whose tickets are gone', async () => {
  const ledger = await freshLedger({ adult: 5 });
  const id = await expired(ledger, 'adult:1');
  const after = payment({ attempts: [paidWith('pay_1')] });
  await writePayment(ledger, id, { before: undefined, after, dueInMs: 0 });
  assert.deepEqual((await audit(ledger)).problems, []);
  await server.command('DEL', paymentsDueKey(0));
  assert.match(String((await audit(ledger)).problems), /nobody will look at it again/);
  const { payment: before } = (await readPayment(ledger, id)) ?? {};
  const wrong = payment({ attempts: [paidWith('pay_1', 'tickets')] });
  await writePayment(ledger, id, { before, after: wrong, dueInMs: 0 });
  assert.match(String((await audit(ledger)).problems), /taken for tickets, but it is expired/);
});

test('money is open until it has its use, and refunds and disputes are decided', () => {
  assert.equal(isOpenPayment(payment()), false);
  assert.equal(isOpenPayment(payment({ attempts: [paidWith('p')] })), true);
  assert.equal(isOpenPayment(payment({ attempts: [paidWith('p', 'tickets')] })), false);
  const dispute = { id: 'd', paymentId: 'p', amountMinor: 1, state: 'under_review' } as const;
  assert.equal(isOpenPayment(payment({ disputes: [dispute] })), true);
});
