import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { installFunctions } from '@onsale/redis';
import { checkOut, hasRevision, RELEASED_COMMIT } from '@onsale/testing';
import type * as Present from '../../src/index.ts';
import { finishOrders, readOrder, settleOrders } from '../../src/index.ts';
import {
  booksOf,
  HOLD_MS,
  orderOf,
  place,
  putEvent,
  read,
  settleAll,
  startLedgerRedis,
} from '../test-ledger.ts';

// During an upgrade, processes of the last release share the data with those of this version. Here they
// are that release's own functions, from the history of this repository.

/** What is used of that release. */
type PreviousLedger = Pick<
  typeof Present,
  'placeOrders' | 'settleOrders' | 'readOrder' | 'finishOrders'
>;

const skip = (await hasRevision(RELEASED_COMMIT)) ? false : 'the history does not have the commit';
const { redis, freshLedger } = await startLedgerRedis();

async function openPrevious(): Promise<PreviousLedger> {
  const checkout = await checkOut(RELEASED_COMMIT);
  after(() => checkout.remove());
  const load = async (file: string) =>
    (await import(pathToFileURL(`${checkout.root}/${file}`).href)) as never;
  const previous = (await load('packages/ledger/src/index.ts')) as PreviousLedger;
  const { loadedScripts } = (await load('packages/redis/src/index.ts')) as {
    loadedScripts: () => Parameters<typeof installFunctions>[1];
  };
  scripts.push(...loadedScripts());
  return previous;
}

const scripts: Parameters<typeof installFunctions>[1][number][] = [];
const previous = skip === false ? await openPrevious() : undefined;

/** A ledger on which functions of both versions can be called. */
async function sharedLedger(...args: Parameters<typeof freshLedger>) {
  const ledger = await freshLedger(...args);
  await installFunctions(redis, scripts);
  assert.ok(previous);
  return { ledger, previous };
}

test('orders of either version are settled by workers of the other', { skip }, async () => {
  const { ledger, previous } = await sharedLedger({ adult: 9 });
  await putEvent(ledger, ['adult']);
  const [older, newer] = [
    [orderOf('adult:2'), orderOf('adult:1', { holdMs: HOLD_MS })],
    [orderOf('adult:3'), orderOf('adult:1', { holdMs: HOLD_MS })],
  ];
  await previous.placeOrders(ledger, 0, { orders: older, maxBacklog: 9 });
  assert.deepEqual(await settleAll(ledger), ['confirmed', 'held']);
  await place(ledger, ...newer);
  const entries = await read(ledger);
  assert.deepEqual(await previous.settleOrders(ledger, 0, entries), ['confirmed', 'held']);
  assert.deepEqual(await settleOrders(ledger, 0, entries), ['already-settled', 'already-settled']);
  for (const [i, status] of [...['confirmed', 'held', 'confirmed', 'held'].entries()]) {
    const id = [...older, ...newer][i]?.id ?? '';
    assert.equal((await previous.readOrder(ledger, id))?.status, status);
    assert.equal((await readOrder(ledger, id))?.status, status);
  }
  assert.deepEqual(await booksOf(ledger, 'adult'), {
    ...{ capacity: 9, remaining: 2, held: 2, sold: 5 },
  });
});

test('each version goes on with the steps that the other has taken', { skip }, async () => {
  const { ledger, previous } = await sharedLedger({ adult: 9 });
  const life = [
    { step: 'open-payment', giveUpMs: 9 },
    { step: 'confirm', cause: 'pay_1' },
    { step: 'refund', cause: 're_1' },
  ] as const;
  const both = [previous.finishOrders, finishOrders];
  for (const first of [0, 1]) {
    const order = orderOf('adult:1', { holdMs: HOLD_MS });
    await place(ledger, order);
    await previous.settleOrders(ledger, 0, await read(ledger));
    for (const [i, step] of life.entries()) {
      const take = both[(first + i) % 2] ?? finishOrders;
      assert.deepEqual(await take(ledger, 0, [{ orderId: order.id, ...step }]), ['done']);
    }
    assert.equal((await readOrder(ledger, order.id))?.status, 'refunded');
  }
  assert.deepEqual(await booksOf(ledger, 'adult'), {
    ...{ capacity: 9, remaining: 9, held: 0, sold: 0 },
  });
});
