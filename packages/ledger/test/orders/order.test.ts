import assert from 'node:assert/strict';
import { test } from 'node:test';
import { newOrderId, readOrder } from '../../src/index.ts';
import { orderOf, place, settleAll, startLedgerRedis } from '../test-ledger.ts';

const { freshLedger } = await startLedgerRedis();

test('an order is read back as placed', async () => {
  const ledger = await freshLedger({ adult: 10 });
  const createdAtMs = Date.parse('2027-06-18T16:00:00Z');
  const order = orderOf('adult:2', {
    id: newOrderId(0, createdAtMs),
    customer: { name: 'Žofie "Ž" O\u2019Brien 🎟', email: 'z@example.org' },
  });
  await place(ledger, order);

  assert.deepEqual(await readOrder(ledger, order.id), {
    ...order,
    status: 'pending',
    reason: undefined,
    createdAtMs,
    settledAtMs: undefined,
    heldUntilMs: undefined,
    giveUpAtMs: undefined,
    cause: undefined,
  });
});

test('a settled order has its time, and a rejected one its reason', async () => {
  const ledger = await freshLedger({ adult: 3 });
  const [first, second] = [orderOf('adult:2'), orderOf('adult:2')];
  const before = Date.now();
  await place(ledger, first, second);
  await settleAll(ledger);
  const confirmed = await readOrder(ledger, first.id);
  assert.equal(confirmed?.status, 'confirmed');
  assert.equal(confirmed.reason, undefined);
  assert.ok((confirmed.settledAtMs ?? 0) >= before && (confirmed.settledAtMs ?? 0) <= Date.now());
  const rejected = await readOrder(ledger, second.id);
  assert.equal(rejected?.status, 'rejected');
  assert.equal(rejected.reason, 'sold_out');
});

test('an invalid or unknown id finds no order', async () => {
  const ledger = await freshLedger({ adult: 3 });
  for (const id of ['', 'x', '*', newOrderId(0, 1), newOrderId(1, 1)]) {
    assert.equal(await readOrder(ledger, id), undefined, id);
  }
});
