import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  applyCatalog,
  audit,
  type Catalog,
  CatalogError,
  catalogKey,
  placeOrders,
  readEntries,
  settleOrders,
  type Ledger,
  readCatalog,
  readCatalogVersions,
  readStock,
  shardOf,
  shardsOf,
  type Stock,
} from '../../src/index.ts';
import type { Redis } from '@onsale/redis';
import { digestCatalog } from '../../src/catalog/digest-catalog.ts';
import { catalogOf, orderOf, place, settleAll, startLedgerRedis } from '../test-ledger.ts';

const { server, freshLedger } = await startLedgerRedis();

async function stockOf(ledger: Ledger, ticketId: string, shard = 0): Promise<Stock | undefined> {
  return (await readStock(ledger, shard)).get(ticketId);
}

/** Two events whose shards differ when there are two. */
function twoEvents(changes: { version?: number; adult?: number; child?: number } = {}): Catalog {
  const { version = 1, adult = 10, child = 5 } = changes;
  const [first, second] = [eventIn(0), eventIn(1)];
  const one = catalogOf({ adult }, { eventId: first });
  const other = catalogOf({ child }, { eventId: second });
  return { version, events: [...one.events, ...other.events] };
}

function eventIn(shard: number): string {
  for (let i = 0; ; i++) if (shardOf(`event-${i}`, 2) === shard) return `event-${i}`;
}

async function sell(ledger: Ledger, wanted: string): Promise<void> {
  await place(ledger, orderOf(wanted));
  assert.deepEqual(await settleAll(ledger), ['confirmed']);
}

for (const shards of [1, 2]) {
  const child = shards - 1;

  test(`ten concurrent applications of a catalog apply it once (shards: ${shards})`, async () => {
    const ledger = await freshLedger({}, shards);
    await Promise.all(Array.from({ length: 10 }, () => applyCatalog(ledger, twoEvents())));
    const fresh = { held: 0, sold: 0 };
    assert.deepEqual(await stockOf(ledger, 'adult'), { capacity: 10, remaining: 10, ...fresh });
    assert.deepEqual(await stockOf(ledger, 'child', child), {
      capacity: 5,
      remaining: 5,
      ...fresh,
    });
    assert.deepEqual(await applyCatalog(ledger, twoEvents()), { outcome: 'unchanged' });
  });

  test(`applying a catalog again after sales returns no tickets (shards: ${shards})`, async () => {
    const ledger = await freshLedger({}, shards);
    assert.deepEqual(await applyCatalog(ledger, twoEvents()), { outcome: 'applied' });
    await sell(ledger, 'adult:4');
    assert.deepEqual(await applyCatalog(ledger, twoEvents()), { outcome: 'unchanged' });
    assert.deepEqual(await applyCatalog(ledger, twoEvents({ version: 2 })), { outcome: 'applied' });
    const stock = { capacity: 10, remaining: 6, held: 0, sold: 4 };
    assert.deepEqual(await stockOf(ledger, 'adult'), stock);
  });

  test(`a changed capacity adjusts remaining (shards: ${shards})`, async () => {
    const ledger = await freshLedger({}, shards);
    await applyCatalog(ledger, twoEvents());
    await sell(ledger, 'adult:4');
    await applyCatalog(ledger, twoEvents({ version: 2, adult: 15, child: 3 }));
    const adult = { capacity: 15, remaining: 11, held: 0, sold: 4 };
    assert.deepEqual(await stockOf(ledger, 'adult'), adult);
    assert.equal((await stockOf(ledger, 'child', child))?.remaining, 3);
    await applyCatalog(ledger, twoEvents({ version: 3, adult: 4, child: 3 }));
    assert.equal((await stockOf(ledger, 'adult'))?.remaining, 0);
    assert.deepEqual((await audit(ledger)).problems, []);
  });

  test(`a capacity below what is sold rejects the whole catalog (shards: ${shards})`, async () => {
    const ledger = await freshLedger({}, shards);
    await applyCatalog(ledger, twoEvents());
    await sell(ledger, 'adult:4');
    await assert.rejects(applyCatalog(ledger, twoEvents({ version: 2, adult: 3, child: 50 })), {
      name: 'CatalogError',
      problems: ['ticket adult: capacity 3 is below the 4 already sold'],
    });
    assert.equal((await stockOf(ledger, 'adult'))?.remaining, 6);
    assert.equal((await stockOf(ledger, 'child', child))?.capacity, 5);
    assert.equal((await readCatalogVersions(ledger))[0], 1);
  });

  test(`an older version never overwrites a newer one (shards: ${shards})`, async () => {
    const ledger = await freshLedger({}, shards);
    await applyCatalog(ledger, twoEvents({ version: 7, adult: 20 }));
    const outcome = await applyCatalog(ledger, twoEvents({ version: 6, adult: 10 }));
    assert.deepEqual(outcome, { outcome: 'newer', version: 7 });
    assert.equal((await stockOf(ledger, 'adult'))?.capacity, 20);
    assert.equal((await readCatalogVersions(ledger))[0], 7);
  });

  test(`the same version with different content is a conflict (shards: ${shards})`, async () => {
    const ledger = await freshLedger({}, shards);
    await applyCatalog(ledger, twoEvents());
    await assert.rejects(applyCatalog(ledger, twoEvents({ adult: 11 })), (error) => {
      assert.ok(error instanceof CatalogError);
      assert.equal(error.problems.length, 1);
      assert.match(error.message, /version 1 .* different content/);
      return true;
    });
    assert.equal((await stockOf(ledger, 'adult'))?.capacity, 10);
  });

  test(`of many versions applied at once the highest wins (shards: ${shards})`, async () => {
    const ledger = await freshLedger({}, shards);
    const versions = [3, 1, 5, 2, 4].map((version) => twoEvents({ version, adult: version * 10 }));
    await Promise.all(versions.map((catalog) => applyCatalog(ledger, catalog)));
    assert.equal((await stockOf(ledger, 'adult'))?.remaining, 50);
    assert.equal((await readCatalogVersions(ledger))[0], 5);
  });

  test(`a ticket removed from the catalog keeps its books (shards: ${shards})`, async () => {
    const ledger = await freshLedger({}, shards);
    await applyCatalog(ledger, twoEvents());
    await sell(ledger, 'adult:4');
    const [, other] = twoEvents().events;
    assert.ok(other);
    await applyCatalog(ledger, { version: 2, events: [other] });
    assert.deepEqual((await readCatalog(ledger))?.events, [other]);
    assert.equal((await stockOf(ledger, 'adult'))?.sold, 4);
    await applyCatalog(ledger, twoEvents({ version: 3 }));
    assert.equal((await stockOf(ledger, 'adult'))?.remaining, 6);
  });
}

test('a catalog applied to only one shard is completed by the next start', async () => {
  const ledger = await freshLedger({}, 2);
  await applyCatalog(ledger, twoEvents());
  await server.command('DEL', '{s1}:catalog', '{s1}:stock');
  assert.deepEqual(await applyCatalog(ledger, twoEvents()), { outcome: 'applied' });
  assert.equal((await stockOf(ledger, 'child', 1))?.remaining, 5);
});

test('a ticket that moved to an event of another shard is refused', async () => {
  const ledger = await freshLedger({}, 2);
  await applyCatalog(ledger, twoEvents());
  const moved = catalogOf({ adult: 10 }, { version: 2, eventId: eventIn(1) });
  await assert.rejects(applyCatalog(ledger, moved), {
    name: 'CatalogError',
    problems: ['ticket adult already belongs to another event; give it a new id'],
  });
  const stocks = await Promise.all(
    shardsOf(ledger).map((shard) => stockOf(ledger, 'adult', shard)),
  );
  assert.equal(stocks[0]?.capacity, 10);
  assert.equal(stocks[1], undefined);
});

test('a catalog is read back from all shards as applied', async () => {
  const ledger = await freshLedger({}, 2);
  assert.equal(await readCatalog(ledger), undefined);
  assert.deepEqual(await readCatalogVersions(ledger), [undefined, undefined]);
  await applyCatalog(ledger, twoEvents({ version: 4 }));
  assert.deepEqual(await readCatalog(ledger), twoEvents({ version: 4 }));
});

test('a catalog refused by one shard takes effect in none, whatever is sold meanwhile', async () => {
  const ledger = await freshLedger({}, 2);
  await applyCatalog(ledger, twoEvents());
  // The second shard sells out after the first one has been prepared.
  let hasSold = false;
  const redis: Redis = {
    ...ledger.redis,
    command: async (key, args) => {
      if (!hasSold && key === '{s1}:catalog' && args[0] === 'FCALL') {
        hasSold = true;
        await sellChildren(ledger, 5);
      }
      return await ledger.redis.command(key, args);
    },
  };
  const lowered = twoEvents({ version: 2, adult: 7, child: 4 });
  await assert.rejects(applyCatalog({ ...ledger, redis }, lowered), {
    problems: ['ticket child: capacity 4 is below the 5 already sold'],
  });
  assert.deepEqual(await readCatalog(ledger), twoEvents());
  assert.equal((await stockOf(ledger, 'adult'))?.remaining, 10);
  assert.deepEqual((await audit(ledger)).problems, []);
});

/** Applies a catalog in a process that dies after this many scripts. */
async function applyAndDie(ledger: Ledger, catalog: Catalog, scripts: number): Promise<void> {
  let left = scripts;
  const command: Redis['command'] = async (key, args) => {
    if (args[0] === 'FCALL' && left-- === 0) throw new Error('the process has died');
    return await ledger.redis.command(key, args);
  };
  const dying = applyCatalog({ ...ledger, redis: { ...ledger.redis, command } }, catalog);
  await assert.rejects(dying, /has died/);
}

/** Ages the preparation as if a dead process had left it. */
async function age(ledger: Ledger): Promise<void> {
  for (const shard of shardsOf(ledger)) {
    const pending = await server.command('HGET', catalogKey(shard), 'pending');
    if (typeof pending !== 'string') continue;
    const old = JSON.stringify({ ...(JSON.parse(pending) as object), at: 0 });
    await server.command('HSET', catalogKey(shard), 'pending', old);
  }
}

test('a catalog left half-applied by a crash is finished by a restart or another process', async () => {
  // Two scripts prepare, two commit. The first commit decides.
  for (const [scripts, isDecided] of [
    [1, false],
    [2, false],
    [3, true],
  ] as const) {
    const second = twoEvents({ version: 2, adult: 7, child: 3 });
    const ledger = await freshLedger({}, 2);
    await applyCatalog(ledger, twoEvents());
    await applyAndDie(ledger, second, scripts);
    assert.deepEqual((await audit(ledger)).problems, []);
    assert.deepEqual(await applyCatalog(ledger, second), { outcome: 'applied' });
    assert.deepEqual(await readCatalog(ledger), second);

    const other = await freshLedger({}, 2);
    await applyCatalog(other, twoEvents());
    await applyAndDie(other, second, scripts);
    await age(other);
    const refusing = twoEvents({ version: 3, adult: 20, child: 1 });
    await sellChildren(other, 3);
    await assert.rejects(applyCatalog(other, refusing), { name: 'CatalogError' });
    assert.deepEqual(await readCatalog(other), isDecided ? second : twoEvents());
    const [adult, child] = isDecided ? [7, 3] : [10, 5];
    assert.equal((await stockOf(other, 'adult'))?.capacity, adult);
    assert.equal((await stockOf(other, 'child', 1))?.capacity, child);
    assert.deepEqual((await audit(other)).problems, []);
  }
});

async function sellChildren(ledger: Ledger, qty: number): Promise<void> {
  const orders = [orderOf(`child:${qty}`, { eventId: eventIn(1), shard: 1 })];
  await placeOrders(ledger, 1, { orders, maxBacklog: 10 });
  const read = { consumer: 'w', count: 10, blockMs: 1 };
  const entries = await readEntries(ledger.redis, 1, read);
  assert.deepEqual(await settleOrders(ledger, 1, entries), ['confirmed']);
}

test('an empty field, such as one added by a later release, does not change the digest', () => {
  const catalog = twoEvents();
  const later = {
    events: catalog.events.map((event) => ({ ...event, salesFrom: undefined, isPaused: false })),
    version: catalog.version,
    note: '',
  };
  assert.equal(digestCatalog(later), digestCatalog(catalog));
  assert.notEqual(digestCatalog({ ...later, version: 2 }), digestCatalog(catalog));
});
