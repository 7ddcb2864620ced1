import assert from 'node:assert/strict';
import { cp, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import {
  installData,
  logReadersKey,
  type NewOrder,
  openExistingLedger,
  readCounts,
  readReaders,
  readSetBack,
  registerReader,
  removeReader,
} from '@onsale/ledger';
import { clearSetBackMark, type RecorderParts, recordShard, verifyRecords } from '@onsale/records';
import { eventually } from '@onsale/testing';
import { sql } from 'kysely';
import { recordAll, rowOf, sell, startRecordedShop } from './recorded-shop.ts';

const shop = await startRecordedShop({ adult: 900, one: 2, two: 2, three: 2, four: 2 });
const { ledger, parts, redis } = shop;
const backups = await mkdtemp(join(tmpdir(), 'onsale-backups-'));
after(async () => await rm(backups, { recursive: true }));

// Redis is stopped for it, so that a copy of its folder is a backup.
async function exchange(from: string, to: string): Promise<void> {
  await redis.kill('SIGTERM');
  await rm(to, { recursive: true });
  await cp(from, to, { recursive: true });
  await redis.restart();
  await eventually(
    async () => await ledger.redis.command('', ['PING']).catch(() => undefined),
    (reply) => reply === 'PONG',
  );
}

const [, dir] = (await redis.command('CONFIG', 'GET', 'dir')) as [string, string];
const redisFolder = join(dir, 'appendonlydir');
const backUpRedis = async (name: string) => {
  await mkdir(join(backups, name), { recursive: true });
  await exchange(redisFolder, join(backups, name));
};
const restoreRedis = async (name: string) => await exchange(join(backups, name), redisFolder);

const TABLES = [
  ...['people', 'orders', 'order_lines', 'tickets', 'changes', 'rejections', 'shards', 'events'],
  ...['refunds', 'disputes', 'order_sums', 'ticket_sums', 'payment_sums', 'replaced_tickets'],
];

async function backUpPostgres(): Promise<void> {
  const tables = TABLES.map((name) => `create table backup.${name} as table records.${name};`);
  const statements = `drop schema if exists backup cascade; create schema backup; ${tables.join('')}`;
  await sql.raw(statements).execute(shop.db);
}

async function restorePostgres(): Promise<void> {
  // What is generated can't be restored, and need not be.
  const { rows } = await sql<{ table: string; columns: string }>`
    select table_name as "table", string_agg(column_name, ', ') as columns
    from information_schema.columns
    where table_schema = 'records' and is_generated = 'NEVER' group by table_name`.execute(shop.db);
  const columnsOf = new Map(rows.map(({ table, columns }) => [table, columns]));
  const tables = TABLES.map((name) => {
    const columns = columnsOf.get(name);
    return (
      `insert into records.${name} (${columns}) overriding system value ` +
      `select ${columns} from backup.${name};`
    );
  });
  const all = TABLES.map((name) => `records.${name}`).join(', ');
  await sql.raw(`begin; truncate ${all}; ${tables.join('')} commit;`).execute(shop.db);
}

/** That what is recorded is what Redis has. */
async function assertRecorded(orders: readonly NewOrder[]): Promise<void> {
  const recorded = await shop.db.selectFrom('records.orders').selectAll().execute();
  const records = new Map(recorded.map((row) => [row.order_id, row.record]));
  for (const { id } of orders) assert.ok(records.has(id), id);
  const counts = await readCounts(ledger, 0);
  assert.equal(recorded.filter(({ status }) => status === 'confirmed').length, counts.confirmed);
  assert.equal((await rowOf(shop)).rejected, counts.rejected);
}

/** As if the recorder had come some time before all that is sold in these tests. */
async function registerEarlier(): Promise<void> {
  await redis.command('HINCRBY', logReadersKey(0), 'recorder:since', '-60000');
  await sql`update records.shards set since_ms = since_ms - 60000`.execute(shop.db);
}

const did = (turns: Awaited<ReturnType<typeof recordAll>>) => turns.map((turn) => turn.did);

test('when PostgreSQL comes back from an older backup, what it lacks is recorded', async () => {
  await sell(shop, ['ada@example.org']);
  await sell(shop, ['bea@example.org', 'cay@example.org'], 'one:2');
  await recordAll(parts);
  await registerEarlier();
  await backUpPostgres();
  const lost = await sell(shop, ['ada@example.org', 'dee@example.org']);
  await sell(shop, ['eve@example.org', 'fay@example.org'], 'two:2');
  await recordAll(parts);
  await assertRecorded(lost);
  await restorePostgres();
  const turns = await recordAll(parts);
  assert.deepEqual(did(turns), ['begin-backfill', 'backfill', 'backfill', 'record']);
  assert.deepEqual(turns[0], { ...turns[0], reason: 'gap' });
  await assertRecorded(lost);
  assert.equal(await readSetBack(ledger.redis), undefined);
  // Of the gap, nobody knows the changes any more.
  assert.deepEqual((await verifyRecords(shop.db, ledger, { waitMs: 0 })).problems, []);
});

test('a log that somebody else has kept is read again instead', async () => {
  await registerReader(ledger, 'keeper');
  await backUpPostgres();
  const orders = await sell(shop, ['gil@example.org', 'hal@example.org']);
  await recordAll(parts);
  await restorePostgres();
  assert.deepEqual(did(await recordAll(parts)), ['record']);
  await assertRecorded(orders);
  await removeReader(ledger, 'keeper');
});

test('when Redis comes back from an older backup, everything stops until the right one is back', async () => {
  await backUpRedis('older');
  const [lost] = await sell(shop, ['ian@example.org']);
  await recordAll(parts);
  const { position } = await rowOf(shop);
  await backUpRedis('right');
  await restoreRedis('older');
  for (const isNews of [true, false]) {
    const turn = await recordShard(parts, 0);
    assert.deepEqual(turn, { ...turn, did: 'stop', position, isNews });
  }
  assert.equal((await rowOf(shop)).state, 'set_back');
  const { shard, recorded } = (await readSetBack(ledger.redis)) ?? {};
  assert.deepEqual([shard, recorded], [0, position]);
  // Its log goes beyond the position again.
  await sell(shop, ['jan@example.org']);
  assert.equal((await recordShard(parts, 0)).did, 'stop');
  const [reader] = await readReaders(ledger, 0);
  assert.notEqual(reader?.position, position);
  await clearSetBackMark(shop.db, ledger);
  assert.ok(await readSetBack(ledger.redis));
  await restoreRedis('right');
  assert.deepEqual(did(await recordAll(parts)), ['record']);
  assert.equal((await rowOf(shop)).state, 'recording');
  assert.equal(await readSetBack(ledger.redis), undefined);
  await assertRecorded([lost!]);
});

test('that Redis was set back is also found when it has sold before anybody looked', async () => {
  await backUpRedis('older');
  await sell(shop, ['kim@example.org']);
  await recordAll(parts);
  await backUpRedis('right');
  await restoreRedis('older');
  await sell(shop, ['lea@example.org', 'mia@example.org']);
  assert.equal((await recordShard(parts, 0)).did, 'stop');
  await restoreRedis('right');
  assert.deepEqual(did(await recordAll(parts)), ['record']);
});

test('a reader that somebody has removed is registered again, and the gap is filled', async () => {
  await removeReader(ledger, 'recorder');
  const missed = await sell(shop, ['ned@example.org']);
  await sell(shop, ['oda@example.org', 'pam@example.org'], 'three:2');
  // As by a recorder that was killed before it could commit.
  await registerReader(ledger, 'recorder');
  const logged = await sell(shop, ['quy@example.org']);
  await sell(shop, ['ray@example.org', 'sue@example.org'], 'four:2');
  assert.equal(did(await recordAll(parts))[0], 'begin-backfill');
  await assertRecorded([...missed, ...logged]);
});

test('a Redis of a time before the recorder came was set back', async () => {
  await backUpRedis('right');
  await removeReader(ledger, 'recorder');
  await backUpRedis('older');
  await restoreRedis('right');
  await sell(shop, ['tom@example.org']);
  await recordAll(parts);
  await backUpRedis('right');
  await restoreRedis('older');
  assert.equal((await recordShard(parts, 0)).did, 'stop');
  await restoreRedis('right');
  assert.deepEqual(did(await recordAll(parts)), ['record']);
});

test('the data of another shop are not recorded with these, nor sold', async () => {
  await redis.command('FLUSHALL');
  await installData(ledger.redis, { shards: 3, scripts: [], afterLoss: true });
  const other = await openExistingLedger(ledger.redis);
  const wrong: RecorderParts = { ...parts, ledger: { ...other, redis: ledger.redis } };
  assert.equal((await recordShard(wrong, 0)).did, 'stop');
  assert.equal((await recordShard(wrong, 2)).did, 'nothing');
  assert.equal((await readSetBack(ledger.redis))?.shard, 0);
  assert.equal((await shop.db.selectFrom('records.shards').execute()).length, 1);
  // One that has the others open does nothing at all.
  await assert.rejects(recordShard(parts, 0), /another data set/);
});
