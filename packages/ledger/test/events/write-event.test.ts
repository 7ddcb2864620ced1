import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  EVENT_REFUSALS,
  type EventDocument,
  eventKey,
  eventsKey,
  type Ledger,
  poolsKey,
  readEvent,
  readEventChanges,
  readLastEventChange,
  poolName,
  readPools,
  readShownPools,
  readStock,
  REHEARSAL_SHARD,
  rulesField,
  shardOf,
  stockKey,
  writeEvent,
} from '../../src/index.ts';
import { orderOf, place, settleAll, startLedgerRedis } from '../test-ledger.ts';
import { documentOf, refused, ticketOf, write } from './test-event.ts';

const { server, freshLedger } = await startLedgerRedis();

async function rulesOf(ticketId: string, shard = 0): Promise<unknown> {
  return await server.command('HGET', stockKey(shard), rulesField(ticketId));
}

async function setBooks(ticketId: string, books: Record<string, number>): Promise<void> {
  const fields = Object.entries(books).flatMap(([book, count]) => [
    `${ticketId}:${book}`,
    String(count),
  ]);
  await server.command('HSET', stockKey(0), ...fields);
}

/** Everything of the shard that an event could change. */
async function everything(ledger: Ledger): Promise<unknown> {
  const [stock, pools, changes] = [readStock, readPools, readEventChanges];
  return {
    stock: await stock(ledger, 0),
    pools: await pools(ledger, 0),
    events: await changes(ledger, 0, 0),
  };
}

test('a new event is stored with its stock, rules and limits, at revision 1', async () => {
  const ledger = await freshLedger();
  const document = documentOf({
    salesFrom: '2087-01-01T00:00:00Z',
    endsAt: '2087-06-18T22:00:00Z',
    maxPerCustomer: 4,
    maxHoldsPerClient: 2,
    pools: [{ id: 'hall', capacity: 12 }],
    tickets: [
      ticketOf('adult', { pool: 'hall' }),
      ticketOf('child', { pool: 'hall', salesTo: '2087-06-01T00:00:00Z' }),
      ticketOf('online', { capacity: 3 }),
    ],
  });
  const event = await write(ledger, document);
  assert.deepEqual([event.revision, event.status, event.shard], [1, 'on_sale', 0]);
  assert.deepEqual((await readEvent(ledger, 'show-7'))?.document, document);
  const stock = await readStock(ledger, 0);
  assert.deepEqual(stock.get('adult'), { capacity: 10, remaining: 10, held: 0, sold: 0 });
  assert.deepEqual([...stock.keys()].sort(), ['adult', 'child', 'online']);
  assert.deepEqual((await readPools(ledger, 0)).get('show-7/hall'), {
    ...{ capacity: 12, remaining: 12, held: 0, sold: 0 },
  });
  const time = (text: string) => Date.parse(text);
  const [from, to] = [time('2087-01-01T00:00:00Z'), time('2087-06-18T22:00:00Z')];
  assert.equal(await rulesOf('adult'), `show-7 hall ${from} ${to}`);
  assert.equal(await rulesOf('child'), `show-7 hall ${from} ${time('2087-06-01T00:00:00Z')}`);
  assert.equal(await rulesOf('online'), `show-7 - ${from} ${to}`);
  const limits = ['maxPerCustomer', 'maxHoldsPerCustomer', 'maxHoldsPerClient'];
  assert.deepEqual(await server.command('HMGET', '{s0}:event:show-7', ...limits), ['4', null, '2']);
});

test('an event without an end is sold until twelve hours after it has started', async () => {
  const ledger = await freshLedger();
  await write(ledger, documentOf());
  assert.equal(await rulesOf('adult'), `show-7 - 0 ${Date.parse('2087-06-19T04:00:00Z')}`);
});

test('a rehearsal lives in its own shard and never ends', async () => {
  const ledger = await freshLedger();
  const id = 'rehearsal';
  const tickets = [ticketOf('practice', { eventId: id })];
  const event = await write(ledger, documentOf({ id, rehearsal: true, tickets }));
  assert.equal(event.shard, REHEARSAL_SHARD);
  assert.equal(await rulesOf('practice', REHEARSAL_SHARD), `${id} - 0 0`);
  assert.equal((await readEvent(ledger, id))?.shard, REHEARSAL_SHARD);
  assert.equal((await readStock(ledger, shardOf(id, ledger.shards))).size, 0);

  const real = documentOf({ id, tickets });
  const { details } = refused(await writeEvent(ledger, real, { revision: 1 }), 'INVALID_EVENT');
  assert.equal(details[0]?.path, 'rehearsal');
  const other = documentOf({ id: 'show-7', tickets: [ticketOf('practice')] });
  const taken = refused(await writeEvent(ledger, other, { revision: 0 }), 'STOCK_CONFLICT');
  assert.equal(taken.details[0]?.path, 'tickets[0].id');
});

test('a change with an old revision changes nothing, and says what is there', async () => {
  const ledger = await freshLedger();
  await write(ledger, documentOf());
  await write(ledger, documentOf({ name: 'Second' }), 1);
  const before = await everything(ledger);
  const late = documentOf({ name: 'Late', tickets: [ticketOf('adult', { capacity: 99 })] });
  const refusal = refused(await writeEvent(ledger, late, { revision: 1 }), 'REVISION_CHANGED');
  assert.equal(EVENT_REFUSALS[refusal.code], 409);
  assert.equal(refusal.current?.revision, 2);
  assert.equal(refusal.current.document.name, 'Second');
  assert.match(refusal.message, /has revision 2, not 1/);
  refused(await writeEvent(ledger, late, { revision: 0 }), 'EVENT_EXISTS');
  const unknown = documentOf({ id: 'nowhere', tickets: [ticketOf('x', { eventId: 'nowhere' })] });
  refused(await writeEvent(ledger, unknown, { revision: 4 }), 'EVENT_NOT_FOUND');
  assert.deepEqual(await everything(ledger), before);
});

test('of ten writers with one revision exactly one writes', async () => {
  const ledger = await freshLedger();
  await write(ledger, documentOf());
  const results = await Promise.all(
    Array.from({ length: 10 }, async (_, i) => {
      const tickets = [ticketOf('adult', { capacity: 20 + i })];
      const document = documentOf({ name: `Writer ${i}`, tickets });
      return await writeEvent(ledger, document, { revision: 1 });
    }),
  );
  const written = results.filter(({ outcome }) => outcome === 'written');
  assert.equal(written.length, 1);
  const event = await readEvent(ledger, 'show-7');
  assert.equal(event?.revision, 2);
  assert.equal(
    (await readStock(ledger, 0)).get('adult')?.capacity,
    event.document.tickets[0]?.capacity,
  );
});

test('a changed capacity adjusts what remains and never what is held or sold', async () => {
  const ledger = await freshLedger();
  await write(ledger, documentOf());
  await setBooks('adult', { remaining: 3, held: 2, sold: 5 });
  await write(ledger, documentOf({ tickets: [ticketOf('adult', { capacity: 12 })] }), 1);
  const books = { capacity: 12, remaining: 5, held: 2, sold: 5 };
  assert.deepEqual((await readStock(ledger, 0)).get('adult'), books);
  await write(ledger, documentOf({ tickets: [ticketOf('adult', { capacity: 7 })] }), 2);
  assert.equal((await readStock(ledger, 0)).get('adult')?.remaining, 0);

  const before = await everything(ledger);
  const less = documentOf({ tickets: [ticketOf('new'), ticketOf('adult', { capacity: 6 })] });
  const { details } = refused(await writeEvent(ledger, less, { revision: 3 }), 'STOCK_CONFLICT');
  assert.deepEqual(details, [
    {
      path: 'tickets[1].capacity',
      message: 'ticket adult: capacity 6 is below the 7 already sold or held',
    },
  ]);
  assert.deepEqual(await everything(ledger), before);
});

function roomOf(capacity: number, tickets: EventDocument['tickets']): EventDocument {
  return documentOf({ pools: [{ id: 'hall', capacity }], tickets });
}

test('a pool counts what its ticket types have held and sold, also before they joined it', async () => {
  const ledger = await freshLedger();
  const [adult, child] = [ticketOf('adult'), ticketOf('child')];
  await write(ledger, documentOf({ tickets: [adult, child] }));
  await setBooks('adult', { remaining: 5, held: 1, sold: 4 });
  const shared = [{ ...adult, pool: 'hall' }, child];
  const few = refused(
    await writeEvent(ledger, roomOf(4, shared), { revision: 1 }),
    'STOCK_CONFLICT',
  );
  assert.equal(few.details[0]?.path, 'pools[0].capacity');
  await write(ledger, roomOf(15, shared), 1);
  const poolOf = async () => (await readPools(ledger, 0)).get('show-7/hall');
  assert.deepEqual(await poolOf(), { capacity: 15, remaining: 10, held: 1, sold: 4 });

  // A ticket type that is withdrawn leaves its people in the room.
  await write(ledger, roomOf(15, [{ ...child, pool: 'hall' }]), 2);
  assert.deepEqual(await poolOf(), { capacity: 15, remaining: 10, held: 1, sold: 4 });
  await write(ledger, documentOf({ tickets: [child] }), 3);
  assert.deepEqual(await poolOf(), { capacity: 5, remaining: 0, held: 1, sold: 4 });

  // Without any it is gone.
  await write(ledger, documentOf({ tickets: [adult, child] }), 4);
  assert.equal(await poolOf(), undefined);
  assert.equal(await server.command('HLEN', poolsKey(0)), 0);
  assert.equal(await server.command('HGET', eventKey(0, 'show-7'), 'pools'), '');
});

test('a ticket type that leaves its event keeps its books and can be ordered no more', async () => {
  const ledger = await freshLedger();
  await write(ledger, documentOf({ tickets: [ticketOf('adult'), ticketOf('child')] }));
  await setBooks('adult', { remaining: 6, sold: 4 });
  await write(ledger, documentOf({ tickets: [ticketOf('child')] }), 1);
  assert.equal((await readStock(ledger, 0)).get('adult')?.sold, 4);
  assert.equal(await rulesOf('adult'), 'show-7 - 0 1');
  await write(ledger, documentOf({ tickets: [ticketOf('adult'), ticketOf('child')] }), 2);
  assert.match(String(await rulesOf('adult')), /^show-7 - 0 \d{13}$/);
  assert.equal((await readStock(ledger, 0)).get('adult')?.remaining, 6);
});

test('a ticket id of another event is refused, in the same shard and in another one', async () => {
  const ledger = await freshLedger({}, 2);
  const eventIn = (shard: number) =>
    Array.from({ length: 20 }, (_, i) => `event-${i}`).filter((id) => shardOf(id, 2) === shard);
  const [first = '', second = ''] = eventIn(0);
  const [elsewhere = ''] = eventIn(1);
  const of = (id: string) => documentOf({ id, tickets: [ticketOf('adult', { eventId: id })] });
  await write(ledger, of(first));
  const same = refused(await writeEvent(ledger, of(second), { revision: 0 }), 'STOCK_CONFLICT');
  assert.match(same.message, new RegExp(`already belongs to event ${first}; give it a new id`));
  const far = refused(await writeEvent(ledger, of(elsewhere), { revision: 0 }), 'STOCK_CONFLICT');
  assert.match(far.message, /already belongs to another event/);
  assert.equal(await readEvent(ledger, second), undefined);
  assert.equal(await readEvent(ledger, elsewhere), undefined);
});

test('changes are found by their number, each event once and as it is now', async () => {
  const ledger = await freshLedger();
  const one = documentOf();
  const ids = Array.from({ length: 50 }, (_, i) => `other-${i}`);
  const other = ids.find((id) => shardOf(id, ledger.shards) === 0) ?? '';
  const two = documentOf({ id: other, tickets: [ticketOf('b', { eventId: other })] });
  await write(ledger, one);
  await write(ledger, two);
  assert.equal(await readLastEventChange(ledger, 0), 2);
  await write(ledger, { ...one, name: 'Two' }, 1);
  await write(ledger, { ...one, name: 'Three' }, 2);
  const { last, events, removed } = await readEventChanges(ledger, 0, 1);
  assert.equal(last, 4);
  assert.deepEqual(
    events.map(({ document }) => document.name),
    ['Show', 'Three'],
  );
  assert.deepEqual((await readEventChanges(ledger, 0, 4)).events, []);
  assert.equal((await readEventChanges(ledger, 0, 4)).last, 4);
  assert.deepEqual(removed, []);
  await server.command('DEL', '{s0}:event:show-7');
  assert.deepEqual((await readEventChanges(ledger, 0, 0)).removed, ['show-7']);
  assert.equal(await server.command('ZCARD', eventsKey(0)), 2);
});

test('a price change writes the document and no book', async () => {
  const ledger = await freshLedger();
  await write(ledger, documentOf());
  await setBooks('adult', { remaining: 3, held: 2, sold: 5 });
  const before = await readStock(ledger, 0);
  await write(ledger, documentOf({ tickets: [ticketOf('adult', { priceMinor: 2000 })] }), 1);
  assert.deepEqual(await readStock(ledger, 0), before);
});

test('pools are shown by event and id', async () => {
  const ledger = await freshLedger();
  await write(ledger, roomOf(12, [ticketOf('adult', { pool: 'hall' })]));
  const names = [poolName('show-7', 'hall'), poolName('show-7', 'nothing')];
  assert.deepEqual(
    [...(await readShownPools(ledger, 0, names))],
    [['show-7/hall', { capacity: 12, remaining: 12, held: 0 }]],
  );
});

test('an order that waits when its ticket type and pool are withdrawn is rejected', async () => {
  const ledger = await freshLedger();
  const others = [ticketOf('child')];
  const tickets = [ticketOf('adult', { pool: 'hall' }), ...others];
  await write(ledger, roomOf(12, tickets));
  assert.deepEqual(await place(ledger, orderOf('adult:1')), [{ outcome: 'placed' }]);
  await write(ledger, documentOf({ tickets: others }), 1);
  assert.deepEqual(await settleAll(ledger), ['rejected']);
});
