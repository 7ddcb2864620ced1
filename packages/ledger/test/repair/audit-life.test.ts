import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { editOrder, ORDER_STATE } from '@onsale/testing';
import {
  archiveOrders,
  audit,
  cancelOrder,
  DAY_MS,
  finishOrders,
  HOUR_MS,
  type Ledger,
  moveReader,
  newOrderId,
  type NewOrder,
  orderHandle,
  placeOrders,
  readLogEnd,
  refundTickets,
  registerReader,
  REHEARSAL_SHARD,
  retireRefusedOrders,
  settleOrders,
} from '../../src/index.ts';
import {
  EVENT_ID,
  hold,
  orderOf,
  place,
  putEvent,
  read,
  settleAll,
  startLedgerRedis,
} from '../test-ledger.ts';

// What an audit finds besides the books of ticket types: each test damages one thing in Redis.

const { server, freshLedger } = await startLedgerRedis();
const CUSTOMER = 'c'.repeat(22);
const CLIENT = 'n'.repeat(22);
const LIMITS = { maxPerCustomer: 6, maxHoldsPerCustomer: 6, maxHoldsPerClient: 6 };

let ledger: Ledger;
beforeEach(async () => {
  ledger = await freshLedger({ adult: 100, child: 100 });
  await putEvent(ledger, ['adult', 'child'], { pool: 150, limits: LIMITS });
});

const command = async (...words: string[]) => await server.command(...words);
const problems = async () => (await audit(ledger)).problems;
const finish = async (
  { id }: { id: string },
  step: 'confirm' | 'cancel' | 'refund' | 'expire' | 'open-payment',
) => {
  const detail =
    step === 'expire'
      ? { step }
      : step === 'open-payment'
        ? { step, giveUpMs: 600_000 }
        : { step, cause: 'x' };
  const [result] = await finishOrders(ledger, 0, [{ orderId: id, ...detail }]);
  assert.equal(result, 'done');
};

/** One order in each state, of a customer who is limited. */
async function sale() {
  const tags = { customerKey: CUSTOMER, clientKey: CLIENT };
  const held = await hold(ledger, 'adult:1', tags);
  const paying = await hold(ledger, 'adult:1', tags);
  await finish(paying, 'open-payment');
  const paid = await hold(ledger, 'adult:2,child:1', tags);
  await finish(paid, 'confirm');
  const cancelled = await hold(ledger, 'child:1', tags);
  await finish(cancelled, 'cancel');
  const refunded = await hold(ledger, 'child:1', tags);
  await finish(refunded, 'confirm');
  await finish(refunded, 'refund');
  return { held, paying, paid, cancelled, refunded };
}

test('a sale with orders in every state is clean', async () => {
  await registerReader(ledger, 'recorder', { rehearsals: true });
  const { paid } = await sale();
  const refund = { id: 're_1', tickets: [[0, 1]] as const, amountMinor: 1000, restock: false };
  assert.equal(await refundTickets(ledger, paid.id, refund), 'done');
  const report = await audit(ledger);
  assert.deepEqual(report.problems, []);
  assert.equal(report.exact, true);
  assert.deepEqual(report.pools, [
    { poolId: `${EVENT_ID}/room`, capacity: 150, remaining: 145, held: 2, sold: 3 },
  ]);
});

test('tickets that were refunded and not put back on sale stay sold', async () => {
  const { paid } = await sale();
  assert.equal(
    await refundTickets(ledger, paid.id, {
      id: 'a',
      tickets: [[0, 1]],
      amountMinor: 1,
      restock: false,
    }),
    'done',
  );
  assert.equal(await refundTickets(ledger, paid.id, { id: 'b', amountMinor: 1 }), 'done');
  const free = orderOf('adult:1');
  await place(ledger, free);
  await settleAll(ledger);
  assert.equal(await cancelOrder(ledger, free.id, { cause: 'office', restock: false }), 'done');
  assert.deepEqual(await problems(), []);
  assert.equal(await command('HGET', '{s0}:stock', 'adult:sold'), '2');
});

test('a pool whose books differ from the orders of its ticket types is found', async () => {
  await sale();
  const pool = `${EVENT_ID}/room`;
  await command('HINCRBY', '{s0}:pools', `${pool}:remaining`, '1');
  assert.deepEqual(await problems(), [
    `pool ${pool}: remaining 146 + held 2 + sold 3 does not equal its capacity 150`,
  ]);
  await command('HINCRBY', '{s0}:pools', `${pool}:remaining`, '-2');
  await command('HINCRBY', '{s0}:pools', `${pool}:sold`, '1');
  assert.deepEqual(await problems(), [
    `pool ${pool}: orders of its ticket types have 3 sold, but the books say 4`,
  ]);
  await command('DEL', '{s0}:pools');
  const [sold] = await problems();
  assert.equal(sold, `pool ${pool}: orders of its ticket types have 3 sold, but the books say 0`);
});

test('a changed counter of any status is found', async () => {
  await sale();
  for (const status of ['held', 'confirmed', 'rejected', 'expired', 'cancelled', 'refunded']) {
    await command('HINCRBY', '{s0}:counts', status, '1');
    const [found, ...others] = await problems();
    assert.match(String(found), new RegExp(`orders were ${status}, but the counter says`));
    assert.deepEqual(others, []);
    await command('HINCRBY', '{s0}:counts', status, '-1');
  }
});

const INDEXES = ['{s0}:holds', '{s0}:open-payments'];

async function readIndex(key: string): Promise<[id: string, score: string][]> {
  const reply = (await command('ZRANGE', key, '0', '-1', 'WITHSCORES')) as string[];
  return reply.flatMap((id, i) => (i % 2 === 0 ? [[id, reply[i + 1] ?? '']] : []));
}

test('an order and the index of its deadline that differ are found, in both directions', async () => {
  const { held, paying, paid } = await sale();
  const of = ({ id }: { id: string }) => `order ${orderHandle(id)}`;
  const until = String(await command('ZSCORE', '{s0}:holds', held.id));
  const isoTime = (ms: number) => new Date(ms).toISOString();
  const damages: [damage: () => Promise<unknown>, found: string][] = [
    [
      () => command('ZREM', '{s0}:holds', held.id),
      `${of(held)} is held, but the index of holds does not have it: it will never expire`,
    ],
    [
      () => command('ZREM', '{s0}:open-payments', paying.id),
      `${of(paying)} is held, but the index of open payments does not have it: it will never expire`,
    ],
    [
      () => command('ZADD', '{s0}:holds', '5', held.id),
      `${of(held)} is held until ${isoTime(Number(until))}, but the index of holds says ${isoTime(5)}`,
    ],
    [
      () => command('ZADD', '{s0}:holds', '5', paid.id),
      `${of(paid)} is in the index of holds, but it is confirmed`,
    ],
    [
      () => command('ZADD', '{s0}:holds', '5', paying.id),
      `${of(paying)} is in the index of holds, but it is held`,
    ],
    [
      () => command('ZADD', '{s0}:open-payments', '5', newOrderId(0, 1)),
      'is in the index of open payments, but does not exist',
    ],
  ];
  for (const [damage, sentence] of damages) {
    const before = await Promise.all(INDEXES.map(readIndex));
    await damage();
    const found = await problems();
    assert.equal(found.length, 1, found.join('\n'));
    assert.ok(found[0]?.includes(sentence) === true, found.join());
    await command('DEL', '{s0}:holds', '{s0}:open-payments');
    for (const [i, members] of before.entries()) {
      for (const [id, score] of members) await command('ZADD', INDEXES[i] ?? '', score, id);
    }
  }
  assert.deepEqual(await problems(), []);
});

test('a limit that was counted wrongly is found', async () => {
  await sale();
  const key = `{s0}:bought:${EVENT_ID}`;
  const sentence = (who: string, what: string) => `event ${EVENT_ID}: ${who} has ${what}`;
  for (const [field, change, found] of [
    [
      CUSTOMER,
      '1',
      sentence('customer cccccccc', '5 tickets by the orders, but 6 are counted for the limit'),
    ],
    [
      `h:${CUSTOMER}`,
      '-1',
      sentence('customer cccccccc', '2 held orders by the orders, but 1 are counted for the limit'),
    ],
    [
      `h:~${CLIENT}`,
      '1',
      sentence('address nnnnnnnn', '2 held orders by the orders, but 3 are counted for the limit'),
    ],
    [
      'd'.repeat(22),
      '1',
      sentence('customer dddddddd', '0 tickets by the orders, but 1 are counted for the limit'),
    ],
  ] as const) {
    await command('HINCRBY', key, field, change);
    assert.deepEqual(await problems(), [found]);
    await command('HINCRBY', key, field, String(-Number(change)));
  }
  await command('DEL', key);
  assert.equal((await problems()).length, 3);
});

test('an order that is not in the state that was logged last is found', async () => {
  await registerReader(ledger, 'recorder');
  const { held } = await sale();
  assert.deepEqual(await problems(), []);
  const log = async (order: { id: string }, change: string) =>
    String(
      await command('XADD', '{s0}:order-log', '*', 'v', '1', 'changes', `${order.id}:${change}`),
    );
  const entry = await log(held, 'hx:time');
  assert.deepEqual(await problems(), [
    `order ${orderHandle(held.id)} is held, but the last change in the order log made it expired`,
  ]);
  await command('XDEL', '{s0}:order-log', entry);
  await log({ id: newOrderId(0, 1) }, 'pc:sale');
  assert.match(String((await problems())[0]), /is in the order log, but does not exist$/);
});

test('a log without a reader, or a reader beyond its end, is found', async () => {
  await registerReader(ledger, 'recorder');
  await sale();
  await command('HSET', '{s0}:log-readers', 'recorder', '99999999999999-0');
  assert.match(
    String((await problems())[0]),
    /^reader recorder of the order log of shard 0 is at 9+-0/,
  );
  await command('DEL', '{s0}:log-readers');
  assert.match(String((await problems())[0]), /has \d+ entries, but no reader$/);
});

test('sums of archived orders and events are part of the books', async () => {
  await command('HSET', '{s0}:counts', 'confirmed', '0', 'rejected', '0');
  const soldOut = { ...orderOf('adult:1'), id: newOrderId(0, Date.now() - 3 * DAY_MS) };
  const order = { ...orderOf('adult:3,child:2'), id: newOrderId(0, Date.now() - 100 * DAY_MS) };
  await place(ledger, order, soldOut);
  await settleAll(ledger);
  for (const [{ id }, head] of [
    [order, `c${Date.now() - 90 * DAY_MS}`],
    [soldOut, `s1`],
  ] as const) {
    await editOrder(server, id, { place: ORDER_STATE, text: head });
  }
  await move('adult', 1);
  await command('HINCRBY', '{s0}:counts', 'confirmed', '-1');
  await command('HINCRBY', '{s0}:counts', 'rejected', '1');
  assert.deepEqual(await problems(), []);
  await retireRefusedOrders(ledger, 0, { refusedMs: HOUR_MS, pauseMs: 0, waitMs: 0 });
  await endEvent();
  const keep = { refusedMs: HOUR_MS, soldMs: DAY_MS };
  const report = await archiveOrders(ledger, {
    keep,
    waitMs: 0,
    store: async () => undefined,
  });
  assert.deepEqual([report.archived, report.events], [1, [EVENT_ID]]);
  const clean = await audit(ledger);
  assert.deepEqual([clean.problems, clean.archivedOrders, clean.orders.total], [[], 2, 0]);

  for (const [field, change, found] of [
    ['orders:confirmed', '1', '2 orders were confirmed, but the counter says 1'],
    ['orders:rejected', '-1', '0 orders were rejected, but the counter says 1'],
    ['adult:sold', '1', 'ticket adult: confirmed orders hold 4, but the books say 3 sold'],
    ['other:sold', '1', 'ticket other: 1 sold, but it has no books'],
  ] as const) {
    await command('HINCRBY', '{s0}:archive', field, change);
    const all = await problems();
    assert.ok(all.includes(found), all.join('\n'));
    await command('HINCRBY', '{s0}:archive', field, String(-Number(change)));
  }
  await command('HSET', '{s0}:archive', 'adult:books', '100 98 0 3');
  assert.deepEqual(await problems(), [
    'archived adult: remaining 98 + held 0 + sold 3 does not equal its capacity 100',
  ]);
  await command('HSET', '{s0}:archive', 'adult:books', '100 97 0 3');
  await command(
    'HSET',
    '{s0}:stock',
    'adult:capacity',
    '3',
    'adult:remaining',
    '0',
    'adult:sold',
    '3',
  );
  assert.deepEqual(await problems(), [
    'ticket adult was archived with its event, but has books again',
  ]);
});

/** Puts tickets back on sale by hand, in the ticket type and its pool. */
async function move(ticketId: string, count: number): Promise<void> {
  for (const [key, name] of [
    ['{s0}:stock', ticketId],
    ['{s0}:pools', `${EVENT_ID}/room`],
  ] as const) {
    await command('HINCRBY', key, `${name}:sold`, String(-count));
    await command('HINCRBY', key, `${name}:remaining`, String(count));
  }
}

async function endEvent(): Promise<void> {
  const key = `{s0}:event:${EVENT_ID}`;
  const document = JSON.parse(String(await command('HGET', key, 'document'))) as object;
  const endsAt = new Date(Date.now() - 60 * DAY_MS).toISOString();
  const ended = { ...document, endsAt, pools: [{ id: 'room', capacity: 150 }] };
  await command('HSET', key, 'document', JSON.stringify(ended));
}

test('rehearsals are audited as well', async () => {
  const key = `{s${REHEARSAL_SHARD}}:stock`;
  await command(
    'HSET',
    key,
    'dry:capacity',
    '5',
    'dry:remaining',
    '4',
    'dry:held',
    '0',
    'dry:sold',
    '0',
  );
  assert.deepEqual(await problems(), [
    'ticket dry: remaining 4 + held 0 + sold 0 does not equal its capacity 5',
  ]);
  const report = await audit(ledger);
  assert.deepEqual(
    report.tickets.flatMap(({ ticketId, rehearsal }) => (rehearsal ? [ticketId] : [])),
    ['dry'],
  );
});

test('an audit while orders are held, paid, refunded, expired and archived finds nothing', async () => {
  await registerReader(ledger, 'recorder');
  const over = new AbortController();
  const tags = (i: number) => ({
    customerKey: String(i % 7).repeat(22),
    clientKey: String(i % 3).repeat(22),
  });
  const steps = async () => {
    const open: NewOrder[] = [];
    for (let i = 0; !over.signal.aborted; i++) {
      const order = orderOf(i % 2 === 0 ? 'adult:1' : 'adult:1,child:1', {
        ...tags(i),
        ...(i % 5 === 0 ? {} : { holdMs: i % 4 === 0 ? 1 : 900_000 }),
      });
      await placeOrders(ledger, 0, { orders: [order], maxBacklog: 1000 });
      await settleOrders(ledger, 0, await read(ledger));
      open.push(order);
      const pick = open.splice((i * 7) % open.length, open.length > 20 ? 1 : 0);
      for (const { id } of pick) {
        if (i % 6 === 0)
          await finishOrders(ledger, 0, [{ orderId: id, step: 'cancel', cause: 'a' }]);
        else if (i % 6 === 1)
          await finishOrders(ledger, 0, [{ orderId: id, step: 'open-payment', giveUpMs: 1 }]);
        else await finishOrders(ledger, 0, [{ orderId: id, step: 'confirm', cause: 'pay' }]);
        if (i % 6 === 4)
          await refundTickets(ledger, id, { id: 're', tickets: [[0, 1]], amountMinor: 1 });
        if (i % 6 === 5)
          await finishOrders(ledger, 0, [{ orderId: id, step: 'refund', cause: 're' }]);
      }
      const due = open.slice(0, 5).map(({ id }) => ({ orderId: id, step: 'expire' as const }));
      await finishOrders(ledger, 0, due);
      if (i % 10 === 0) {
        await moveReader(ledger, 0, { reader: 'recorder', position: await readLogEnd(ledger, 0) });
        await retireRefusedOrders(ledger, 0, { refusedMs: 1, pauseMs: 0, waitMs: 0 });
      }
    }
  };
  const selling = steps();
  const found: string[] = [];
  let total = 0;
  for (let i = 0; i < 40; i++) {
    const report = await audit(ledger, { pauseMs: 1 });
    found.push(...report.problems);
    total += report.orders.total;
  }
  over.abort();
  await selling;
  assert.deepEqual(found, []);
  assert.ok(total > 0);
  const last = await audit(ledger);
  assert.deepEqual([last.problems, last.exact], [[], true]);
});
