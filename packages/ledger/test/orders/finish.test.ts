import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  finishOrders,
  type Finish,
  type FinishStep,
  holdsKey,
  type Ledger,
  type NewOrder,
  readOrder,
  readStock,
} from '../../src/index.ts';
import { orderOf, place, settleAll, startLedgerRedis } from '../test-ledger.ts';

const { server, freshLedger } = await startLedgerRedis();

const HOLD_MS = 900_000;

/** Places an order that is to be held, and settles it. */
async function hold(
  ledger: Ledger,
  wanted: string,
  changes: Partial<NewOrder> = {},
): Promise<NewOrder> {
  const order = orderOf(wanted, { holdMs: HOLD_MS, ...changes });
  await place(ledger, order);
  await settleAll(ledger);
  return order;
}

async function finish(ledger: Ledger, ...steps: FinishStep[]): Promise<Finish[]> {
  return await finishOrders(ledger, 0, steps);
}

test('a held order is confirmed by its payment, once', async () => {
  const ledger = await freshLedger({ adult: 5 });
  const order = await hold(ledger, 'adult:2');
  assert.deepEqual((await readStock(ledger, 0)).get('adult'), {
    ...{ capacity: 5, remaining: 3, held: 2, sold: 0 },
  });
  const step = { orderId: order.id, step: 'confirm', cause: 'pay_1' } as const;
  assert.deepEqual(await finish(ledger, step, step), ['done', 'already']);
  assert.deepEqual(await finish(ledger, step), ['already']);
  assert.deepEqual(await finish(ledger, { ...step, cause: 'pay_2' }), [{ refused: 'confirmed' }]);
  assert.deepEqual((await readStock(ledger, 0)).get('adult'), {
    ...{ capacity: 5, remaining: 3, held: 0, sold: 2 },
  });
  const stored = await readOrder(ledger, order.id);
  assert.deepEqual([stored?.status, stored?.cause], ['confirmed', 'pay_1']);
  assert.equal(await server.command('EXISTS', holdsKey(0)), 0);
});
