import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { TEST_SEED } from '@onsale/testing';
import fc from 'fast-check';
import {
  audit,
  boughtKey,
  codesKey,
  countsKey,
  finishOrders,
  holdsKey,
  type Ledger,
  lineKey,
  linePlacesKey,
  lineTurnsKey,
  lineWaitingKey,
  newOrderId,
  openPaymentsKey,
  orderSecond,
  packPayment,
  paymentsDueKey,
  paymentsKey,
  poolsKey,
  readLog,
  readOrderRecord,
  registerReader,
  restoreOrders,
  stockKey,
} from '../../src/index.ts';
import { readBooked } from '../../src/orders/booked-order.ts';
import { openShow } from '../orders/order-life-data.ts';
import { LECTURE, Model, SHOW } from '../orders/order-life-model.ts';
import { type Play, settleAll, step } from '../orders/order-life-steps.ts';
import {
  booksOf,
  hold,
  ON_CLUSTER,
  orderOf,
  place,
  settleAll as settleStream,
  startLedgerRedis,
} from '../test-ledger.ts';

// Redis is set back by copying its keys to another database of the server, and back again later.
const { server, freshLedger } = await startLedgerRedis({ args: ['--appendonly', 'no'] });

const copyTo = (from: number, to: number) => `redis.call('SELECT', ${from})
for _, key in ipairs(redis.call('KEYS', '*')) do redis.call('COPY', key, key, 'DB', ${to}, 'REPLACE') end`;

async function backUp(): Promise<void> {
  await server.command('EVAL', `redis.call('SELECT', 1) redis.call('FLUSHDB')`, '0');
  await server.command('EVAL', copyTo(0, 1), '0');
}

async function setBack(): Promise<void> {
  await server.command('FLUSHDB');
  await server.command('EVAL', copyTo(1, 0), '0');
}

const hash = async (key: string) => await server.command('HGETALL', key);

describe('orders that a Redis lacks', { skip: ON_CLUSTER }, () => {
  // Half of each history is lost. Changes of events are not: they are not recorded.
  const NOT_RECORDED =
    /^(resize|moveIntoRoom|needTurn|setCode|setWindow|takeEventStep|setReader|archive)\b/;
  const kept = fc.array(step, { minLength: 3, maxLength: 12, size: 'large' });
  const lost = fc.array(
    step.filter((take) => !NOT_RECORDED.test(fc.stringify(take))),
    { minLength: 3, maxLength: 12, size: 'large' },
  );

  it('are put back with all that the books, counts, indexes and limits knew of them', async () => {
    const ledger = await freshLedger();
    await openShow(ledger);
    await server.command('EVAL', copyTo(0, 2), '0');
    const seen = { restored: 0, already: 0, served: 0 };
    await fc.assert(
      fc.asyncProperty(kept, lost, async (before, after) => {
        await server.command('FLUSHDB');
        await server.command('EVAL', copyTo(2, 0), '0');
        const play: Play = { ledger, model: new Model(), tried: [], delivered: [], settled: [] };
        for (const take of before) await take(play);
        await backUp();
        for (const take of after) await take(play);
        await settleAll(play);
        const recorded = await readRecorded(ledger, [...play.model.orders.keys()]);
        const expected = await readBooks();
        await setBack();

        const orders = await withThere(ledger, recorded);
        const results = await restoreOrders(ledger, 0, orders);
        assert.deepEqual(
          results.filter((result) => result !== 'restored' && result !== 'already'),
          [],
        );
        for (const result of results) seen[result as 'restored' | 'already'] += 1;
        assert.deepEqual(await readRecorded(ledger, [...recorded.keys()]), recorded);
        seen.served += await assertPlacesServed(recorded);
        assert.deepEqual(await readBooks(), expected);
        assert.deepEqual((await audit(ledger)).problems, []);
        const again = await restoreOrders(ledger, 0, await withThere(ledger, recorded));
        assert.ok(again.every((result) => result === 'already'));
      }),
      { numRuns: 60, seed: TEST_SEED },
    );
    assert.ok(seen.restored > 80 && seen.already > 30 && seen.served > 20, JSON.stringify(seen));
  });

  it('are put back with their payments, at which payments look at once, and logged as put back', async () => {
    const ledger = await freshLedger({ adult: 5 });
    await registerReader(ledger, 'recorder');
    await backUp();
    const order = await hold(ledger, 'adult:2');
    await finishOrders(ledger, 0, [{ orderId: order.id, step: 'confirm', cause: 'pay_1' }]);
    const record = (await readOrderRecord(ledger, order.id)) ?? '';
    const payment = packPayment({
      ...{ revision: 3, provider: 'bank', amountMinor: 2000, currency: 'USD' },
      ...{ attempts: [], refunds: [], disputes: [] },
    });
    await setBack();
    const there = { record: undefined, payment: undefined };
    const wanted = [{ orderId: order.id, there, record, payment }];
    assert.deepEqual(await restoreOrders(ledger, 0, wanted), ['restored']);
    const key = paymentsKey(0, orderSecond(order.id));
    assert.equal(await server.command('HGET', key, order.id), payment);
    assert.ok(Number(await server.command('ZSCORE', paymentsDueKey(0), order.id)) <= Date.now());
    const { changes } = await readLog(ledger, 0, { after: '0-0' });
    const [{ orderId, from, to, cause }] = changes as [(typeof changes)[number]];
    assert.deepEqual([orderId, from, to, cause], [order.id, 'p', 'c', 'restore']);
    assert.deepEqual(await restoreOrders(ledger, 0, wanted), ['already']);
  });

  it('take no tickets that were sold again, and nothing from an order that has changed', async () => {
    const ledger = await freshLedger({ adult: 3, child: 9 });
    await backUp();
    const lost = orderOf('adult:2,child:1', { id: newOrderId(0, Date.now()) });
    const held = await hold(ledger, 'child:1');
    await place(ledger, lost);
    await settleStream(ledger);
    const recorded = await readRecorded(ledger, [lost.id, held.id]);
    await setBack();
    const orders = await withThere(ledger, recorded);
    // It came back by itself: its buyer has sent it again.
    await place(ledger, held);
    await place(ledger, orderOf('adult:2'));
    await settleStream(ledger);

    const results = await restoreOrders(ledger, 0, orders);
    assert.deepEqual(results, [{ soldOut: 'adult' }, 'changed']);
    const books = { capacity: 3, remaining: 1, held: 0, sold: 2 };
    assert.deepEqual(await booksOf(ledger, 'adult'), books);
    assert.equal((await booksOf(ledger, 'child'))?.sold, 0);
    assert.deepEqual((await audit(ledger)).problems, []);
  });

  it('wait for the books of their event', async () => {
    const ledger = await freshLedger({ adult: 3 });
    const [record] = [
      ...(await readRecorded(ledger, [(await hold(ledger, 'adult:1')).id])).values(),
    ];
    const other = { there: { record: undefined, payment: undefined }, payment: undefined };
    const unknown = (record ?? '').replace('adult:1', 'seat:1');
    const orderId = newOrderId(0, Date.now());
    assert.deepEqual(await restoreOrders(ledger, 0, [{ orderId, record: unknown, ...other }]), [
      { noBooks: 'seat' },
    ]);
    assert.equal(await readOrderRecord(ledger, orderId), undefined);
  });
});

async function readRecorded(ledger: Ledger, ids: readonly string[]): Promise<Map<string, string>> {
  const records = await Promise.all(ids.map((id) => readOrderRecord(ledger, id)));
  return new Map(
    ids.flatMap((id, i) => {
      const record = records[i];
      return record === undefined || !/^\["[hocxkr]/.test(record) ? [] : [[id, record] as const];
    }),
  );
}

async function withThere(ledger: Ledger, recorded: Map<string, string>) {
  return await Promise.all(
    Array.from(recorded, async ([orderId, record]) => {
      const there = { record: await readOrderRecord(ledger, orderId), payment: undefined };
      return { orderId, record, payment: undefined, there };
    }),
  );
}

// Whoever has tickets by an order that was put back can't use the place again. Returns how many there were.
async function assertPlacesServed(recorded: Map<string, string>): Promise<number> {
  let served = 0;
  for (const [id, record] of recorded) {
    const { place: ofPlace } = readBooked(record);
    if (ofPlace === undefined || !/^\["[hocr]/.test(record)) continue;
    const known = String(await server.command('HGET', linePlacesKey(0, SHOW), ofPlace));
    assert.match(known, new RegExp(`^s \\d+ \\S+ \\d+ ${id} `));
    for (const index of [lineTurnsKey(0, SHOW), lineWaitingKey(0, SHOW)]) {
      assert.equal(await server.command('ZSCORE', index, ofPlace), null);
    }
    served += 1;
  }
  const records = [...toMap((await hash(linePlacesKey(0, SHOW))) as string[]).values()];
  const sum = Number(await server.command('HGET', lineKey(0, SHOW), 'served'));
  assert.equal(sum, records.filter((each) => each.startsWith('s ')).length);
  return served;
}

const usesOf = (words: readonly string[]) =>
  [...toMap(words)].filter(([field, value]) => field.endsWith(':used') && value !== '0').toSorted();

async function readBooks() {
  const counts = toMap((await hash(countsKey(0))) as string[]);
  for (const count of ['placed', 'rejected']) counts.delete(count);
  for (const [count, value] of counts) if (value === '0') counts.delete(count);
  const index = (key: string) => server.command('ZRANGE', key, '0', '-1', 'WITHSCORES');
  return {
    stock: toMap((await hash(stockKey(0))) as string[]),
    pools: toMap((await hash(poolsKey(0))) as string[]),
    bought: [
      toMap((await hash(boughtKey(0, SHOW))) as string[]),
      toMap((await hash(boughtKey(0, LECTURE))) as string[]),
    ],
    counts,
    used: usesOf((await hash(codesKey(0, SHOW))) as string[]),
    indexes: [await index(holdsKey(0)), await index(openPaymentsKey(0))],
  };
}

function toMap(words: readonly string[]): Map<string, string> {
  return new Map(words.flatMap((name, i) => (i % 2 === 0 ? [[name, words[i + 1] ?? '']] : [])));
}
