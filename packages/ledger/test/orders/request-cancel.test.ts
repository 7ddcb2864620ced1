import assert from 'node:assert/strict';
import { test } from 'node:test';
import { eventually } from '@onsale/testing';
import {
  claimDuePayments,
  finishOrders,
  holdsKey,
  type Ledger,
  newOrderId,
  type NewOrder,
  orderAddress,
  readDueHolds,
  readOrder,
  readStock,
  requestCancel,
} from '../../src/index.ts';
import { orderOf, place, settleAll, startLedgerRedis } from '../test-ledger.ts';

const { server, freshLedger } = await startLedgerRedis();

const HOLD_MS = 900_000;
const KEYS = { customerKey: 'c'.repeat(22), clientKey: '-_'.repeat(11) };

async function hold(ledger: Ledger, changes: Partial<NewOrder> = {}): Promise<string> {
  const order = orderOf('adult:2', { holdMs: HOLD_MS, ...changes });
  await place(ledger, order);
  await settleAll(ledger);
  return order.id;
}

const recordOf = async (orderId: string) =>
  String(await server.command('HGET', ...orderAddress(0, orderId)));

const isDue = async (ledger: Ledger, orderId: string) =>
  (await readDueHolds(ledger, 0, { nowMs: Date.now(), count: 10 })).includes(orderId);

for (const [name, changes] of [
  ['an order', {}],
  ['an order that counts for limits', KEYS],
] as const) {
  test(`${name} that is held is due at once, and then cancelled by its buyer`, async () => {
    const ledger = await freshLedger({ adult: 5 });
    const orderId = await hold(ledger, changes);
    const before = await recordOf(orderId);
    assert.equal(await requestCancel(ledger, orderId), 'asked');
    const asked = await recordOf(orderId);
    assert.equal(asked.replace(/\/\d+=buyer/, ''), before.replace(/\/\d+/, ''));
    assert.equal(await requestCancel(ledger, orderId), 'asked');
    assert.equal(await recordOf(orderId), asked);
    assert.ok(await isDue(ledger, orderId));
    // It holds the tickets until a worker takes them.
    assert.equal((await readStock(ledger, 0)).get('adult')?.held, 2);
    const steps = [{ orderId, step: 'expire' }] as const;
    assert.deepEqual(await finishOrders(ledger, 0, steps), ['done-as-asked']);
    const order = await readOrder(ledger, orderId);
    assert.deepEqual([order?.status, order?.cause], ['cancelled', 'buyer']);
    assert.deepEqual(
      { customerKey: order?.customerKey, clientKey: order?.clientKey },
      { customerKey: undefined, clientKey: undefined, ...changes },
    );
    assert.equal((await readStock(ledger, 0)).get('adult')?.remaining, 5);
    assert.deepEqual(await requestCancel(ledger, orderId), { refused: 'cancelled' });
    assert.equal(await server.command('EXISTS', holdsKey(0)), 0);
  });
}

test('an order that is due anyway expires', async () => {
  const ledger = await freshLedger({ adult: 5 });
  const orderId = await hold(ledger, { holdMs: 1 });
  await eventually(
    () => isDue(ledger, orderId),
    (is) => is,
  );
  assert.equal(await requestCancel(ledger, orderId), 'asked');
  const steps = [{ orderId, step: 'expire' }] as const;
  assert.deepEqual(await finishOrders(ledger, 0, steps), ['done']);
  assert.equal((await readOrder(ledger, orderId))?.status, 'expired');
});

test('an order that is not held stays as it is, and the answer says what it is', async () => {
  const ledger = await freshLedger({ adult: 5 });
  const pending = orderOf('adult:1');
  await place(ledger, pending);
  assert.deepEqual(await requestCancel(ledger, pending.id), { refused: 'pending' });
  await settleAll(ledger);
  const record = await recordOf(pending.id);
  assert.deepEqual(await requestCancel(ledger, pending.id), { refused: 'confirmed' });
  assert.equal(await recordOf(pending.id), record);

  const newer = await hold(ledger);
  await server.command('HSET', ...orderAddress(0, newer), '["z1780833652281","adult:1"]');
  assert.deepEqual(await requestCancel(ledger, newer), { refused: 'unknown' });
  assert.equal(await requestCancel(ledger, newOrderId(0, Date.now())), 'no-such-order');
  assert.equal(await requestCancel(ledger, 'not an id'), 'no-such-order');
});

test('a payment that is opened after all is refused, and money that comes all the same is taken', async () => {
  const ledger = await freshLedger({ adult: 5 });
  const orderId = await hold(ledger);
  await requestCancel(ledger, orderId);
  const open = { orderId, step: 'open-payment', giveUpMs: 60_000 } as const;
  assert.deepEqual(await finishOrders(ledger, 0, [open]), [{ refused: 'held' }]);
  const confirm = { orderId, step: 'confirm', cause: 'pay_1' } as const;
  assert.deepEqual(await finishOrders(ledger, 0, [confirm]), ['done']);
  assert.equal((await readOrder(ledger, orderId))?.status, 'confirmed');
});

for (const [name, changes] of [
  ['an order', {}],
  ['an order that counts for limits', KEYS],
] as const) {
  test(`${name} whose payment is under way is left to payments, and cancelled once that has ended`, async () => {
    const ledger = await freshLedger({ adult: 5 });
    const orderId = await hold(ledger, changes);
    const open = { orderId, step: 'open-payment', giveUpMs: 60_000 } as const;
    await finishOrders(ledger, 0, [open]);
    const before = await recordOf(orderId);
    assert.equal(await requestCancel(ledger, orderId), 'asked');
    const asked = await recordOf(orderId);
    assert.equal(asked.replace('=buyer', ''), before);
    assert.equal(await requestCancel(ledger, orderId), 'asked');
    assert.equal(await recordOf(orderId), asked);
    assert.deepEqual(await claimDuePayments(ledger, 0, 10), [orderId]);
    const expire = { orderId, step: 'expire' } as const;
    assert.deepEqual(await finishOrders(ledger, 0, [expire]), ['not-due']);
    const steps = [{ orderId, step: 'return-payment' }, expire] as const;
    assert.deepEqual(await finishOrders(ledger, 0, steps), ['done', 'done-as-asked']);
    const order = await readOrder(ledger, orderId);
    assert.deepEqual([order?.status, order?.cause], ['cancelled', 'buyer']);
    assert.equal((await readStock(ledger, 0)).get('adult')?.remaining, 5);
  });
}

test('an order that was to be cancelled and is paid meanwhile is confirmed', async () => {
  const ledger = await freshLedger({ adult: 5 });
  const orderId = await hold(ledger);
  await finishOrders(ledger, 0, [{ orderId, step: 'open-payment', giveUpMs: 60_000 }]);
  await requestCancel(ledger, orderId);
  const confirm = { orderId, step: 'confirm', cause: 'pay_1' } as const;
  assert.deepEqual(await finishOrders(ledger, 0, [confirm, confirm]), ['done', 'already']);
  assert.equal((await readOrder(ledger, orderId))?.cause, 'pay_1');
});
