import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  addStock,
  applyCatalog,
  archiveOneEvent,
  type AppliedEvent,
  audit,
  type Catalog,
  CatalogError,
  changeEventStatus,
  type Ledger,
  readCatalog,
  readEvent,
  readStock,
  shardOf,
  type Stock,
  writeEvent,
} from '../../src/index.ts';
import { catalogOf, orderOf, place, settleAll, startLedgerRedis } from '../test-ledger.ts';

const { freshLedger } = await startLedgerRedis();

async function stockOf(ledger: Ledger, ticketId: string, shard = 0): Promise<Stock | undefined> {
  return (await readStock(ledger, shard)).get(ticketId);
}

function eventIn(shard: number): string {
  for (let i = 0; ; i++) if (shardOf(`event-${i}`, 2) === shard) return `event-${i}`;
}

const [FIRST, SECOND] = [eventIn(0), eventIn(1)];

/** Two events whose shards differ when there are two. */
function twoEvents(changes: { adult?: number; child?: number } = {}): Catalog {
  const { adult = 10, child = 5 } = changes;
  const one = catalogOf({ adult }, { eventId: FIRST });
  const other = catalogOf({ child }, { eventId: SECOND });
  return { events: [...one.events, ...other.events] };
}

const outcomesOf = (applied: { events: AppliedEvent[] }) =>
  applied.events.map(({ outcome }) => outcome);

async function sell(ledger: Ledger, wanted: string): Promise<void> {
  await place(ledger, orderOf(wanted, { eventId: FIRST }));
  assert.deepEqual(await settleAll(ledger), ['confirmed']);
}

async function rename(ledger: Ledger, name: string): Promise<void> {
  const event = await readEvent(ledger, FIRST);
  assert.ok(event);
  const { document, revision } = event;
  await writeEvent(ledger, { ...document, name }, { revision });
}

for (const shards of [1, 2]) {
  const child = shards - 1;

  test(`ten processes that apply a catalog at once apply it once (shards: ${shards})`, async () => {
    const ledger = await freshLedger({}, shards);
    const results = await Promise.all(
      Array.from({ length: 10 }, () => applyCatalog(ledger, twoEvents())),
    );
    const fresh = { held: 0, sold: 0 };
    assert.deepEqual(await stockOf(ledger, 'adult'), { capacity: 10, remaining: 10, ...fresh });
    const books = { capacity: 5, remaining: 5, ...fresh };
    assert.deepEqual(await stockOf(ledger, 'child', child), books);
    const created = results.flatMap(outcomesOf).filter((outcome) => outcome === 'created');
    assert.equal(created.length, 2);
    assert.deepEqual(outcomesOf(await applyCatalog(ledger, twoEvents())), [
      'unchanged',
      'unchanged',
    ]);
    assert.equal((await readEvent(ledger, FIRST))?.revision, 1);
  });

  test(`applying a catalog again after sales returns no tickets (shards: ${shards})`, async () => {
    const ledger = await freshLedger({}, shards);
    await applyCatalog(ledger, twoEvents());
    await sell(ledger, 'adult:4');
    await applyCatalog(ledger, twoEvents());
    const stock = { capacity: 10, remaining: 6, held: 0, sold: 4 };
    assert.deepEqual(await stockOf(ledger, 'adult'), stock);
  });

  test(`a changed capacity changes that event alone (shards: ${shards})`, async () => {
    const ledger = await freshLedger({}, shards);
    await applyCatalog(ledger, twoEvents());
    await sell(ledger, 'adult:4');
    const applied = await applyCatalog(ledger, twoEvents({ adult: 15 }));
    assert.deepEqual(outcomesOf(applied), ['changed', 'unchanged']);
    const adult = { capacity: 15, remaining: 11, held: 0, sold: 4 };
    assert.deepEqual(await stockOf(ledger, 'adult'), adult);
    assert.equal((await readEvent(ledger, SECOND))?.revision, 1);
    await applyCatalog(ledger, twoEvents({ adult: 4 }));
    assert.equal((await stockOf(ledger, 'adult'))?.remaining, 0);
    assert.deepEqual((await audit(ledger)).problems, []);
  });

  test(`a capacity below what is sold refuses that event alone (shards: ${shards})`, async () => {
    const ledger = await freshLedger({}, shards);
    await applyCatalog(ledger, twoEvents());
    await sell(ledger, 'adult:4');
    await assert.rejects(applyCatalog(ledger, twoEvents({ adult: 3, child: 50 })), (error) => {
      assert.ok(error instanceof CatalogError);
      assert.deepEqual(error.problems, [
        'ticket adult: capacity 3 is below the 4 already sold or held',
      ]);
      assert.ok(error.applied);
      assert.deepEqual(outcomesOf(error.applied), ['refused', 'changed']);
      return true;
    });
    assert.equal((await stockOf(ledger, 'adult'))?.remaining, 6);
    assert.equal((await stockOf(ledger, 'child', child))?.capacity, 50);
    assert.equal((await readEvent(ledger, FIRST))?.revision, 1);
  });

  test(`a ticket removed from the catalog keeps its books (shards: ${shards})`, async () => {
    const ledger = await freshLedger({}, shards);
    const both = catalogOf({ adult: 10, senior: 3 }, { eventId: FIRST });
    await applyCatalog(ledger, both);
    await sell(ledger, 'adult:4');
    await applyCatalog(ledger, catalogOf({ senior: 3 }, { eventId: FIRST }));
    assert.equal((await stockOf(ledger, 'adult'))?.sold, 4);
    await applyCatalog(ledger, both, { force: true });
    assert.equal((await stockOf(ledger, 'adult'))?.remaining, 6);
  });
}

test('an event that is missing from a newer file goes on, and is reported', async () => {
  const ledger = await freshLedger();
  await applyCatalog(ledger, twoEvents());
  const [, other] = twoEvents().events;
  assert.ok(other);
  const applied = await applyCatalog(ledger, { events: [other] });
  assert.deepEqual(applied.notInFile, [FIRST]);
  assert.equal((await readEvent(ledger, FIRST))?.status, 'on_sale');
  assert.deepEqual(
    (await readCatalog(ledger)).events.map(({ id }) => id),
    [FIRST, SECOND].toSorted(),
  );
});

test('an event changed elsewhere since is left alone and reported; force overrides', async () => {
  const ledger = await freshLedger();
  await applyCatalog(ledger, twoEvents());
  await rename(ledger, 'By hand');
  for (const catalog of [twoEvents(), twoEvents({ adult: 12 })]) {
    const applied = await applyCatalog(ledger, catalog);
    assert.deepEqual(outcomesOf(applied), ['changed-elsewhere', 'unchanged']);
    assert.equal(applied.events[0]?.revision, 2);
  }
  assert.equal((await readEvent(ledger, FIRST))?.document.name, 'By hand');
  const forced = await applyCatalog(ledger, twoEvents({ adult: 12 }), { force: true });
  assert.deepEqual(outcomesOf(forced), ['changed', 'unchanged']);
  assert.equal((await readEvent(ledger, FIRST))?.document.name, 'Show');
  assert.deepEqual(outcomesOf(await applyCatalog(ledger, twoEvents({ adult: 13 }))), [
    'changed',
    'unchanged',
  ]);
});

test('a file that says what somebody changed counts from then on', async () => {
  const ledger = await freshLedger();
  await applyCatalog(ledger, twoEvents());
  await addStock(ledger, 'adult', { from: 10, to: 14 });
  assert.equal(outcomesOf(await applyCatalog(ledger, twoEvents()))[0], 'changed-elsewhere');
  const same = await applyCatalog(ledger, twoEvents({ adult: 14 }));
  assert.deepEqual(same.events[0], {
    ...{ eventId: FIRST, outcome: 'unchanged', revision: 2, problems: [] },
  });
  assert.equal(outcomesOf(await applyCatalog(ledger, twoEvents({ adult: 20 })))[0], 'changed');
  assert.equal((await stockOf(ledger, 'adult'))?.remaining, 20);
});

test('an old file never brings back what a newer one has replaced', async () => {
  const ledger = await freshLedger();
  await applyCatalog(ledger, twoEvents());
  await applyCatalog(ledger, twoEvents({ adult: 20 }));
  const old = await applyCatalog(ledger, twoEvents());
  assert.deepEqual(outcomesOf(old), ['applied-before', 'unchanged']);
  assert.equal((await stockOf(ledger, 'adult'))?.capacity, 20);
  assert.equal(outcomesOf(await applyCatalog(ledger, twoEvents(), { force: true }))[0], 'changed');
  assert.equal((await stockOf(ledger, 'adult'))?.capacity, 10);
});

test('the status of an event is not the business of a file', async () => {
  const ledger = await freshLedger();
  await applyCatalog(ledger, twoEvents());
  await changeEventStatus(ledger, FIRST, { step: 'pause' });
  assert.equal(outcomesOf(await applyCatalog(ledger, twoEvents({ adult: 11 })))[0], 'changed');
  assert.equal((await readEvent(ledger, FIRST))?.status, 'paused');
  await changeEventStatus(ledger, FIRST, { step: 'close' });
  assert.equal((await archiveOneEvent(ledger, FIRST)).outcome, 'done');
  const applied = await applyCatalog(ledger, twoEvents({ adult: 12 }), { force: true });
  assert.deepEqual(outcomesOf(applied), ['archived', 'unchanged']);
});

test('an event that changes during a sale leaves every other one as it was', async () => {
  const ledger = await freshLedger();
  const sold = catalogOf({ child: 5 });
  await applyCatalog(ledger, { events: [...twoEvents().events.slice(0, 1), ...sold.events] });
  const before = await readEvent(ledger, 'show-7');
  const selling = (async () => {
    for (let i = 0; i < 5; i++) {
      await place(ledger, orderOf('child:1'));
      assert.deepEqual(await settleAll(ledger), ['confirmed']);
    }
  })();
  for (let i = 0; i < 5; i++) await rename(ledger, `Name ${i}`);
  await selling;
  assert.deepEqual(await readEvent(ledger, 'show-7'), before);
  assert.equal((await stockOf(ledger, 'child'))?.sold, 5);
  assert.equal((await readEvent(ledger, FIRST))?.revision, 6);
});

test('stock is added once, whatever else is changed at the same time', async () => {
  const ledger = await freshLedger();
  await applyCatalog(ledger, twoEvents());
  const add = () => addStock(ledger, 'adult', { from: 10, to: 14 });
  const [, ...added] = await Promise.all([rename(ledger, 'By hand'), add(), add()]);
  assert.deepEqual(added.map(({ outcome }) => outcome).sort(), ['added', 'there']);
  const event = await readEvent(ledger, FIRST);
  assert.equal(event?.document.tickets[0]?.capacity, 14);
  assert.equal((await stockOf(ledger, 'adult'))?.remaining, 14);
  const other = await addStock(ledger, 'adult', { from: 1, to: 2 });
  assert.deepEqual(other, { outcome: 'other-capacity', capacity: 14 });
  const unknown = await addStock(ledger, 'nothing', { from: 1, to: 2 });
  assert.deepEqual(unknown, { outcome: 'no-such-ticket' });
});
