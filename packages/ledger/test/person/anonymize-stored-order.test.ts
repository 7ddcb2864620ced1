import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  anonymizeStoredOrder,
  audit,
  bucketIndexKey,
  findOrdersOfPerson,
  finishOrders,
  type Ledger,
  orderAddress,
  type Payment,
  personObstacle,
  readPayment,
  readStoredOrder,
  REHEARSAL_SHARD,
  refundTickets,
  wordsOf,
  writePayment,
} from '../../src/index.ts';
import { hold, orderOf, place, startLedgerRedis } from '../test-ledger.ts';

const { server, freshLedger } = await startLedgerRedis();

const EMAIL = 'Ada.Lovelace+fair@gmail.com';
const ADA = { name: 'Ada Lovelace', email: EMAIL };
const WORDS = wordsOf([ADA.name, ADA.email]);

/** A confirmed order, with a payment that names its buyer. */
async function paidOrder(ledger: Ledger, state: 'paid' | 'open' = 'paid') {
  const { id } = await hold(ledger, 'adult:2', { customer: ADA });
  const attempt = { number: 1, state, startedAtMs: 1, expiresAtMs: 2, use: 'tickets' } as const;
  const payment: Payment = {
    ...{ revision: 0, provider: 'bank', amountMinor: 2000, currency: 'USD' },
    ...{ attempts: [attempt], refunds: [], disputes: [] },
    markedPaid: { reference: 'lovelace-transfer', atMs: 1 },
  };
  await writePayment(ledger, id, { before: undefined, after: payment, dueInMs: undefined });
  const cause = 'manual:lovelace-transfer';
  await finishOrders(ledger, 0, [{ orderId: id, step: 'confirm', cause }]);
  await refundTickets(ledger, id, { id: 'for-ada', amountMinor: 5, tickets: [[0, 1]] });
  return { shard: 0, orderId: id };
}

async function everything(): Promise<string> {
  const keys = (await server.command('KEYS', '*')) as string[];
  const texts: unknown[] = [];
  for (const key of keys) {
    const type = String(await server.command('TYPE', key));
    if (type === 'hash') texts.push(await server.command('HGETALL', key));
    else if (type === 'stream') texts.push(await server.command('XRANGE', key, '-', '+'));
    else if (type === 'string') texts.push(await server.command('GET', key));
  }
  return JSON.stringify([keys, texts]);
}

test('orders of a mailbox are found however its address is written, rehearsals too', async () => {
  const ledger = await freshLedger({ adult: 9 });
  const { orderId } = await paidOrder(ledger);
  await hold(ledger, 'adult:1', { customer: { name: 'Ada', email: 'ada@lovelace.example' } });
  const rehearsed = orderOf('adult:1', { shard: REHEARSAL_SHARD, customer: ADA });
  const [bucket] = orderAddress(REHEARSAL_SHARD, rehearsed.id);
  const { record } = (await readStoredOrder(ledger, { shard: 0, orderId })) ?? {};
  await server.command('HSET', bucket, rehearsed.id, record ?? '');
  await server.command('ZADD', bucketIndexKey(REHEARSAL_SHARD), '0', bucket);
  const found = await findOrdersOfPerson(ledger, 'adalovelace@GoogleMail.com');
  assert.deepEqual(
    found.map((order) => [order.shard, order.orderId, order.payment !== undefined]),
    [
      [0, orderId, true],
      [REHEARSAL_SHARD, rehearsed.id, false],
    ],
  );
});

test('nothing in Redis has the name or the address of an anonymized order, and all adds up', async () => {
  const ledger = await freshLedger({ adult: 9 });
  const order = await paidOrder(ledger);
  const other = { name: 'Bert Brecht', email: 'bert@example.org' };
  await hold(ledger, 'adult:1', { customer: other });
  assert.match(await everything(), /lovelace.*/i);
  assert.equal(await anonymizeStoredOrder(ledger, order, WORDS), 'done');
  const left = await everything();
  assert.doesNotMatch(left, /\bada\b|lovelace|gmail/i);
  assert.match(left, /Bert Brecht.*bert@example\.org/);
  assert.equal(await anonymizeStoredOrder(ledger, order, WORDS), 'already');
  assert.deepEqual((await audit(ledger)).problems, []);
  // Its refund is still the same one, and others can follow.
  const stored = await readPayment(ledger, order.orderId);
  assert.equal(stored?.order.status, 'confirmed');
  const id = stored?.order.extras?.refunds?.[0]?.id ?? '';
  const again = { id, amountMinor: 5, tickets: [] };
  assert.equal(await refundTickets(ledger, order.orderId, again), 'already');
  assert.equal(stored?.payment?.revision, 2);
  // A process that had read the payment before can't bring the name back.
  const before = { ...stored.payment, revision: 1, markedPaid: { reference: 'ada', atMs: 1 } };
  const stale = { before, after: before, dueInMs: undefined };
  assert.equal(await writePayment(ledger, order.orderId, stale), 'changed');
});

test('an order keeps its person while it waits for its outcome, or for money', async () => {
  const ledger = await freshLedger({ adult: 9 });
  const held = await hold(ledger, 'adult:1', { customer: ADA });
  const unpaid = await paidOrder(ledger, 'open');
  const pending = orderOf('adult:1', { customer: ADA });
  await place(ledger, pending);
  const before = await everything();
  const anonymize = (orderId: string) => anonymizeStoredOrder(ledger, { shard: 0, orderId }, WORDS);
  assert.equal(await anonymize(held.id), 'held');
  assert.equal(await anonymize(unpaid.orderId), 'money');
  assert.equal(await anonymize(pending.id), 'pending');
  assert.equal(await anonymize(orderOf('adult:1').id), 'gone');
  assert.equal(await everything(), before);
  const stored = await readStoredOrder(ledger, { shard: 0, orderId: held.id });
  assert.equal(personObstacle({ ...stored, record: '["zz' }), 'unreadable');
  assert.equal(personObstacle({ record: (stored?.record ?? '').replace('["h', '["Z') }), 'newer');
});
