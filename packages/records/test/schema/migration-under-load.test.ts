import assert from 'node:assert/strict';
import { test } from 'node:test';
import { recordShard } from '@onsale/records';
import { sql } from 'kysely';
import { migrateRecords } from '../../src/schema/migrate-records.ts';
import { type Migrations, migrations } from '../../src/schema/migrations/index.ts';
import { recordAll, sell, startRecordedShop } from '../recorder/recorded-shop.ts';

/** What a version to come might need of the tables that are written all the time. */
const next: Migrations = {
  ...migrations,
  '9000-seats': {
    up: async (db) => {
      await sql`alter table records.tickets add column seat text not null default ''`.execute(db);
      await sql`create index tickets_seat on records.tickets (seat)`.execute(db);
      await sql`alter table records.orders add column channel text`.execute(db);
    },
  },
};
const BUYERS = 20;

const shop = await startRecordedShop({ adult: 100_000 });

test('the version before records on while the schema is migrated, and beside the next one', async () => {
  await recordAll(shop.parts);
  let sold = 0;
  const sellAndRecord = async () => {
    const emails = Array.from({ length: BUYERS }, () => `${sold++}@example.org`);
    await sell(shop, emails);
    const turn = await recordShard(shop.parts, 0);
    assert.equal(turn.did, 'record');
  };
  for (let round = 0; round < 5; round++) await sellAndRecord();
  const migrated = new AbortController();
  const migrating = migrateRecords(shop.db, next).finally(() => migrated.abort());
  let meanwhile = 0;
  while (!migrated.signal.aborted) {
    await sellAndRecord();
    meanwhile += 1;
  }
  assert.deepEqual(await migrating, ['9000-seats']);
  for (let round = 0; round < 5; round++) await sellAndRecord();
  await recordAll(shop.parts);
  assert.ok(meanwhile > 0);
  const [counts] = await shop.postgres.query(`
    select
      (select count(*)::int from records.orders where channel is null) as orders,
      (select count(*)::int from records.tickets where seat = '') as tickets,
      (select count(*)::int from jobs.job) as jobs`);
  assert.deepEqual(counts, { orders: sold, tickets: sold, jobs: sold });
});
