import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  audit,
  type Code,
  codesKey,
  finishOrders,
  type Ledger,
  type NewOrder,
  placeOrders,
  readEntries,
  readOrder,
  refundTickets,
  rulesField,
  settleOrders,
  stockKey,
} from '../../src/index.ts';
import {
  EVENT_ID,
  HOLD_MS,
  orderOf,
  place,
  putEvent,
  settleAll,
  startLedgerRedis,
} from '../test-ledger.ts';

const { server, freshLedger } = await startLedgerRedis();
const CODES = codesKey(0, EVENT_ID);
const PLACED = { outcome: 'placed' } as const;
const FAR_MS = 4_000_000_000_000;

async function freshCode(
  code: Partial<Code>,
  capacities: Record<string, number> = { adult: 9999 },
) {
  const ledger = await freshLedger(capacities);
  await changeCode(code);
  return ledger;
}

async function changeCode(code: Partial<Code>): Promise<void> {
  const stored = { unit: 'order', percent: 10, createdAtMs: 1, ...code };
  await server.command('HSET', CODES, 'TEN', JSON.stringify(stored));
}

const used = async () => Number(await server.command('HGET', CODES, 'TEN:used'));

const withCode = (wanted: string, uses = 1, changes: Partial<NewOrder> = {}) =>
  orderOf(wanted, { codeUse: { code: 'TEN', uses }, extras: { code: 'TEN' }, ...changes });

async function assertSound(ledger: Ledger): Promise<void> {
  assert.deepEqual((await audit(ledger)).problems, []);
}

test('a thousand buyers use a code with ten uses exactly ten times', async () => {
  const ledger = await freshCode({ uses: 10 });
  const orders = Array.from({ length: 1000 }, () => withCode('adult:1'));
  const batches = Array.from({ length: 10 }, (_, i) => orders.slice(100 * i, 100 * (i + 1)));
  await Promise.all(
    batches.map((batch) => placeOrders(ledger, 0, { orders: batch, maxBacklog: 9999 })),
  );
  const settled: string[] = [];
  for (;;) {
    const workers = ['one', 'two'].map(async (consumer) => {
      const entries = await readEntries(ledger.redis, 0, { consumer, count: 77, blockMs: 1 });
      return entries.length === 0 ? [] : await settleOrders(ledger, 0, entries);
    });
    const more = (await Promise.all(workers)).flat();
    if (more.length === 0) break;
    settled.push(...more);
  }
  assert.equal(settled.filter((each) => each === 'confirmed').length, 10);
  assert.equal(settled.length, 1000);
  assert.equal(await used(), 10);
  const states = await Promise.all(orders.map(({ id }) => readOrder(ledger, id)));
  assert.equal(states.filter((order) => order?.reason === 'code').length, 990);
  assert.deepEqual(await place(ledger, withCode('adult:1')), [{ outcome: 'code', why: 'used-up' }]);
  await assertSound(ledger);
});

test('a code that cannot be used is refused on placing, and on settling', async () => {
  const ledger = await freshCode({});
  for (const [change, why] of [
    [{ fromMs: FAR_MS }, 'early'],
    [{ toMs: 1 }, 'over'],
    [{ offAtMs: 1 }, 'gone'],
    [{ uses: 1 }, 'used-up'],
  ] as const) {
    await changeCode({});
    await place(ledger, withCode('adult:1', 2));
    await changeCode(change);
    assert.deepEqual(await place(ledger, withCode('adult:1', 2)), [{ outcome: 'code', why }]);
    assert.deepEqual(await settleAll(ledger), ['rejected'], why);
  }
  await server.command('DEL', CODES);
  assert.deepEqual(await place(ledger, withCode('adult:1')), [{ outcome: 'code', why: 'gone' }]);
  await assertSound(ledger);
});

test('a presale is open to those with its code only, for the tickets that it gives access to', async () => {
  const ledger = await freshCode({ access: ['adult'], presale: true }, { adult: 9, child: 9 });
  await putEvent(ledger, ['adult', 'child'], { window: [FAR_MS, 0] });
  const early = { outcome: 'not-on-sale', ticketId: 'adult', why: 'early', fromMs: FAR_MS };
  const placements = await place(
    ledger,
    ...[withCode('adult:1'), orderOf('adult:1'), withCode('child:1')],
  );
  assert.deepEqual(placements, [PLACED, early, { ...early, ticketId: 'child' }]);
  await changeCode({ access: ['adult'] });
  assert.deepEqual(await place(ledger, withCode('adult:1')), [early]);
  await server.command('HSET', stockKey(0), rulesField('adult'), `${EVENT_ID} - 0 1`);
  await changeCode({ access: ['adult'], presale: true });
  const over = { outcome: 'not-on-sale', ticketId: 'adult', why: 'over' };
  assert.deepEqual(await place(ledger, withCode('adult:1')), [over]);
});

test('the use of an order comes back with the last of its tickets', async () => {
  const ledger = await freshCode({ uses: 2 });
  const [kept, back] = [withCode('adult:2'), withCode('adult:2')];
  await place(ledger, kept, back);
  await settleAll(ledger);
  const amountMinor = 0;
  await refundTickets(ledger, back.id, { id: 'one', tickets: [[0, 1]], amountMinor });
  assert.equal(await used(), 2);
  await assertSound(ledger);
  await refundTickets(ledger, back.id, { id: 'two', amountMinor });
  assert.equal(await used(), 1);
  await refundTickets(ledger, kept.id, { id: 'three', amountMinor, restock: false });
  assert.equal(await used(), 1);
  await assertSound(ledger);
});

test('the uses of tickets come back as they do', async () => {
  const code: Partial<Code> = { unit: 'ticket', discounted: ['adult'] };
  const ledger = await freshCode(code, { adult: 99, child: 99 });
  const order = withCode('adult:3,child:2', 3);
  await place(ledger, order);
  await settleAll(ledger);
  assert.equal(await used(), 3);
  const refund = async (id: string, tickets: [number, number][], restock = true) => {
    await refundTickets(ledger, order.id, { id, tickets, amountMinor: 0, restock });
    await assertSound(ledger);
    return await used();
  };
  assert.equal(await refund('a', [[1, 1]]), 3);
  assert.equal(await refund('b', [[0, 1]]), 2);
  assert.equal(await refund('c', [[0, 2]], false), 2);
  assert.equal(
    await refund('d', [
      [0, 3],
      [1, 2],
    ]),
    1,
  );
  assert.deepEqual((await readOrder(ledger, order.id))?.codeUse, { code: 'TEN', uses: 1 });
});

test('an order that expired takes its uses again when it is paid late, if any are left', async () => {
  const ledger = await freshCode({ uses: 1 });
  const late = withCode('adult:1', 1, { holdMs: 1 });
  await place(ledger, late);
  assert.deepEqual(await settleAll(ledger), ['held']);
  const expire = async () => {
    for (;;) {
      const [finish] = await finishOrders(ledger, 0, [{ orderId: late.id, step: 'expire' }]);
      if (finish !== 'not-due') return finish;
    }
  };
  assert.equal(await expire(), 'done');
  assert.equal(await used(), 0);
  const other = withCode('adult:1', 1, { holdMs: HOLD_MS });
  await place(ledger, other);
  await settleAll(ledger);
  const pay = { orderId: late.id, step: 'confirm', cause: 'pay_1' } as const;
  assert.deepEqual(await finishOrders(ledger, 0, [pay]), ['code']);
  await assertSound(ledger);
  const cancel = { orderId: other.id, step: 'cancel', cause: 'team' } as const;
  assert.deepEqual(await finishOrders(ledger, 0, [cancel, pay]), ['done', 'done']);
  assert.equal(await used(), 1);
  await assertSound(ledger);
});

test('an audit tells of uses that no order has', async () => {
  const ledger = await freshCode({ uses: 9 });
  await place(ledger, withCode('adult:1'));
  await settleAll(ledger);
  await server.command('HSET', CODES, 'TEN:used', '3');
  assert.deepEqual((await audit(ledger)).problems, [
    `event ${EVENT_ID}: orders use the code TEN 1 times, but 3 uses are counted`,
  ]);
});
