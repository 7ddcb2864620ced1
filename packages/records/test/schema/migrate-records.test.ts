import assert from 'node:assert/strict';
import { once } from 'node:events';
import { after, afterEach, before, beforeEach, test } from 'node:test';
import { eventually, startPostgres, type TestPostgres } from '@onsale/testing';
import { sql } from 'kysely';
import type { Records } from '../../src/index.ts';
import { openJobs, openRecords, ORDER_CHANGES, withShard } from '../../src/index.ts';
import { migrateRecords } from '../../src/schema/migrate-records.ts';
import { type Migrations, migrations } from '../../src/schema/migrations/index.ts';
import { schemaState, waitForSchema } from '../../src/schema/schema-state.ts';

/** The migrations of a version to come. */
const next: Migrations = {
  ...migrations,
  '9000-seats': {
    up: async (db) => void (await sql`create table records.seats (seat text)`.execute(db)),
  },
};
/** The second of its steps fails. */
const broken: Migrations = {
  ...next,
  '9001-broken': { up: async (db) => void (await sql`select from nothing`.execute(db)) },
};
const READY = { pending: [], newer: [], hasJobs: true };
const signal = AbortSignal.timeout(60_000);

let server: TestPostgres;
let databases: Records[];
let db: Records;

before(async () => {
  server = await startPostgres();
});
after(async () => {
  await server.stop();
});
beforeEach(() => {
  const names = ['one', 'two', 'three'];
  databases = names.map((name) => openRecords({ url: server.url, name, onError: () => undefined }));
  db = databases[0]!;
});
afterEach(async () => {
  await Promise.all(databases.map((each) => each.destroy()));
  await server.query('drop schema records, office, jobs cascade');
});

test('of several processes that migrate at once, one does and all have it', async () => {
  const applied = await Promise.all(databases.map((each) => migrateRecords(each)));
  assert.deepEqual(applied.flat(), Object.keys(migrations));
  for (const each of databases) assert.deepEqual(await schemaState(each), READY);
});

test('of a migration that fails, nothing is there, and the next one can be applied', async () => {
  await assert.rejects(migrateRecords(db, broken), /relation "nothing" does not exist/);
  assert.deepEqual(await schemaState(db), {
    ...{ pending: Object.keys(migrations), newer: [] },
    hasJobs: true,
  });
  assert.deepEqual(await migrateRecords(db, next), [...Object.keys(migrations), '9000-seats']);
});

test('a process waits until the schema is at least its own, and goes on with a newer one', async () => {
  const said: unknown[] = [];
  const heard = new EventTarget();
  const logger = {
    info: (message: string) => {
      said.push(message);
      heard.dispatchEvent(new Event('said'));
    },
  };
  let isReady = false;
  const says = once(heard, 'said');
  const waiting = waitForSchema(db, { logger, signal, migrations: next }).then(
    () => (isReady = true),
  );
  await says;
  const saysMore = once(heard, 'said');
  await migrateRecords(databases[1]!);
  await saysMore;
  assert.equal(isReady, false);
  assert.deepEqual(said, [
    `waiting for the schema of the records: migrations are missing: ${Object.keys(next).join(', ')}`,
    'waiting for the schema of the records: migrations are missing: 9000-seats',
  ]);
  await migrateRecords(databases[1]!, next);
  await waiting;
  // That of the version before.
  await waitForSchema(db, { logger, signal });
});

test('a migration waits for the turn of a recorder that needs what it changes', async () => {
  await migrateRecords(db);
  await db
    .insertInto('records.shards')
    .values({
      ...{ shard: 0, data_id: 'a', position: '0-0', counted_to: '0-0', since_ms: 0 },
      ...{ changes_since_ms: 0, state: 'recording' },
    })
    .execute();
  // In the reverse of the order in which a recorder gets to them.
  const later: Migrations = {
    ...migrations,
    '9000-seats': {
      up: async (tx) => {
        await sql`alter table records.tickets add column seat text`.execute(tx);
        await sql`alter table records.shards add column seats integer`.execute(tx);
      },
    },
  };
  const [migrating] = await withShard(databases[1]!, 0, async (tx) => {
    const applied = migrateRecords(db, later);
    applied.catch(() => undefined);
    await eventually(
      () => server.query(`select from pg_locks where not granted`),
      (waiting) => waiting.length > 0,
    );
    await tx.deleteFrom('records.tickets').execute();
    return [applied];
  });
  assert.deepEqual(await migrating, ['9000-seats']);
});

test('a migration that others have stopped with their locks is tried again', async () => {
  await migrateRecords(db);
  let tries = 0;
  const later: Migrations = {
    ...migrations,
    '9000-seats': {
      up: async (tx) => {
        tries += 1;
        await sql`alter table records.tickets add column seat text`.execute(tx);
        await sql`alter table records.orders add column seats integer`.execute(tx);
      },
    },
  };
  const reading = databases[1]!.transaction().execute(async (tx) => {
    await tx.selectFrom('records.orders').selectAll().execute();
    const migrating = migrateRecords(db, later);
    migrating.catch(() => undefined);
    await eventually(
      () => server.query(`select from pg_locks where not granted`),
      (waiting) => waiting.length > 0,
    );
    await tx.selectFrom('records.tickets').selectAll().execute();
    return [migrating];
  });
  const [migrating] = await reading;
  assert.deepEqual(await migrating, ['9000-seats']);
  assert.equal(tries, 2);
});

test('a process that is told to end waits no longer', async () => {
  const stopping = new AbortController();
  const logger = { info: () => stopping.abort() };
  await assert.rejects(waitForSchema(db, { logger, signal: stopping.signal }), {
    name: 'AbortError',
  });
  await migrateRecords(db);
});

test('what a newer version has made is left alone by an older one, which goes on', async () => {
  await migrateRecords(db, next);
  await server.query('update jobs.version set version = version + 1');
  assert.deepEqual(await migrateRecords(db), []);
  assert.deepEqual(await schemaState(db), { ...READY, newer: ['9000-seats'] });
  assert.deepEqual(await server.query('select * from records.seats'), []);

  const errors: Error[] = [];
  const jobs = await openJobs(db, (error) => errors.push(error));
  await jobs.insert(ORDER_CHANGES, [{ data: { orderId: 'one' } }]);
  const fetched = await jobs.fetch(ORDER_CHANGES);
  assert.deepEqual(
    fetched.map(({ data }) => data),
    [{ orderId: 'one' }],
  );
  await jobs.stop({ graceful: false });
});
