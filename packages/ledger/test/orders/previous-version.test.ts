import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { installFunctions } from '@onsale/redis';
import { checkOut, hasRevision } from '@onsale/testing';
import {
  finishOrders,
  type placeOrders,
  readOrder,
  readStock,
  settleOrders,
} from '../../src/index.ts';
import {
  booksOf,
  HOLD_MS,
  orderOf,
  place,
  putEvent,
  read,
  recordOf,
  settleAll,
  startLedgerRedis,
} from '../test-ledger.ts';

// During an upgrade, processes of the version before orders could be held share the data with those of
// this one. Here they are that version's own functions, from the history of this repository.

/** The last commit whose orders could not be held. */
const PREVIOUS = '57603b7bce94cfd5f54ccaa40b8b5e6fbe6aad1a';

/** What is used of that version. */
interface PreviousLedger {
  placeOrders: typeof placeOrders;
  settleOrders: (...args: Parameters<typeof settleOrders>) => Promise<string[]>;
  readOrder: typeof readOrder;
  isSettled: (settlement: string) => boolean;
}

const skip = (await hasRevision(PREVIOUS)) ? false : 'the history does not have the commit';
const { server, redis, freshLedger } = await startLedgerRedis();

async function openPrevious(): Promise<PreviousLedger> {
  const checkout = await checkOut(PREVIOUS);
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

test(
  'an older worker leaves an order with more in its head, whatever its entry says',
  { skip },
  async () => {
    const { ledger, previous } = await sharedLedger({ adult: 9 });
    const key = 'k'.repeat(22);
    const special = [{ holdMs: HOLD_MS }, { customerKey: key }, { clientKey: key }].map((changes) =>
      orderOf('adult:1', changes),
    );
    const plain = orderOf('adult:1', { extras: { fee: 20 } });
    await place(ledger, ...special, plain);
    const before = await Promise.all(special.map((order) => recordOf(server, order)));
    const entries = await read(ledger);
    assert.deepEqual(
      entries.map(({ version }) => version),
      [2, 2, 2, 1],
    );
    assert.deepEqual(await previous.settleOrders(ledger, 0, entries), [
      ...special.map(() => 'unknown-state'),
      'confirmed',
    ]);
    assert.deepEqual(await Promise.all(special.map((order) => recordOf(server, order))), before);
    for (const { id } of special) {
      assert.equal((await previous.readOrder(ledger, id))?.status, 'unknown');
    }
    // This version settles what was left, and goes on with what the other has confirmed.
    assert.deepEqual(await settleOrders(ledger, 0, entries), [
      ...['held', 'confirmed', 'confirmed', 'already-settled'],
    ]);
    assert.deepEqual((await readOrder(ledger, plain.id))?.extras, { fee: 20 });
    const refund = { orderId: plain.id, step: 'refund', cause: 're_1' } as const;
    assert.deepEqual(await finishOrders(ledger, 0, [refund]), ['done']);
    assert.deepEqual(await booksOf(ledger, 'adult'), {
      capacity: 9,
      remaining: 6,
      held: 1,
      sold: 2,
    });
  },
);

test('an older worker takes every later state for settled, or leaves it', { skip }, async () => {
  const { ledger, previous } = await sharedLedger({ adult: 9 });
  const order = orderOf('adult:1', { holdMs: HOLD_MS });
  await place(ledger, order);
  const entries = await read(ledger);
  await settleOrders(ledger, 0, entries);
  const step = { orderId: order.id };
  for (const [taken, settlement] of [
    [undefined, 'already-settled'],
    [{ ...step, step: 'open-payment', giveUpMs: 9 }, 'unknown-state'],
    [{ ...step, step: 'confirm', cause: 'pay_1' }, 'already-settled'],
    [{ ...step, step: 'refund', cause: 're_1' }, 'already-settled'],
  ] as const) {
    if (taken !== undefined) await finishOrders(ledger, 0, [taken]);
    const record = await recordOf(server, order);
    assert.deepEqual(await previous.settleOrders(ledger, 0, entries), [settlement]);
    assert.equal(await recordOf(server, order), record);
  }
});

test(
  'orders of an older gateway are settled as ever, and the other way round',
  { skip },
  async () => {
    const { ledger, previous } = await sharedLedger({ adult: 9 });
    await putEvent(ledger, ['adult']);
    const [older, newer] = [orderOf('adult:2'), orderOf('adult:3')];
    await previous.placeOrders(ledger, 0, { orders: [older], maxBacklog: 9 });
    assert.deepEqual(await settleAll(ledger), ['confirmed']);
    await place(ledger, newer);
    assert.deepEqual(await previous.settleOrders(ledger, 0, await read(ledger)), ['confirmed']);
    for (const { id } of [older, newer]) {
      assert.equal((await previous.readOrder(ledger, id))?.status, 'confirmed');
      assert.equal((await readOrder(ledger, id))?.status, 'confirmed');
    }
    assert.deepEqual((await readStock(ledger, 0)).get('adult'), {
      ...{ capacity: 9, remaining: 4, held: 0, sold: 5 },
    });
  },
);
