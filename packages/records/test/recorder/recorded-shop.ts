import assert from 'node:assert/strict';
import { after } from 'node:test';
import {
  applyCatalog,
  ensureWorkerGroup,
  type Ledger,
  type NewOrder,
  openLedger,
} from '@onsale/ledger';
import {
  migrateRecords,
  openJobs,
  openRecords,
  type RecordedShard,
  type RecorderParts,
  type Records,
  readShard,
  recordShard,
  type ShardTurn,
} from '@onsale/records';
import type { RedisConnection } from '@onsale/redis';
import { startPostgres, startRedis, type TestPostgres, type TestRedis } from '@onsale/testing';
import { connectTo } from '../../../ledger/test/orders/held-order.ts';
import { catalogOf, orderOf, place, settleAll } from '../../../ledger/test/test-ledger.ts';

/** A shop of one shard whose orders are recorded turn by turn. */
export interface RecordedShop {
  postgres: TestPostgres;
  redis: TestRedis;
  db: Records;
  ledger: Ledger & { redis: RedisConnection };
  parts: RecorderParts;
}

/** Starts both databases for a test file; they are stopped after its tests. */
export async function startRecordedShop(
  capacities: Record<string, number> = { adult: 1000 },
): Promise<RecordedShop> {
  const [postgres, redis] = await Promise.all([startPostgres(), startRedis()]);
  const connection = await connectTo(redis.url);
  const db = openRecords({ url: postgres.url, name: 'test', onError: () => undefined });
  await migrateRecords(db);
  const jobs = await openJobs(db, () => undefined);
  after(async () => {
    await jobs.stop({ graceful: false });
    await db.destroy();
    await connection.close();
    await Promise.all([postgres.stop(), redis.stop()]);
  });
  const ledger = { ...(await openLedger(connection, 1)), redis: connection };
  await ensureWorkerGroup(ledger.redis, 0);
  await applyCatalog(ledger, catalogOf(capacities));
  return { postgres, redis, db, ledger, parts: { db, ledger, jobs, replicas: 0 } };
}

/** Takes turns until there is nothing left to do. Returns what each of them did. */
export async function recordAll(parts: RecorderParts): Promise<ShardTurn[]> {
  const turns: ShardTurn[] = [];
  for (;;) {
    const turn = await recordShard(parts, 0);
    turns.push(turn);
    assert.ok(turns.length < 1000);
    const isMore = 'isMore' in turn ? turn.isMore : turn.did === 'begin-backfill';
    if (!isMore) return turns;
  }
}

export async function rowOf({ db }: RecordedShop): Promise<RecordedShard> {
  const row = await readShard(db, 0);
  assert.ok(row);
  return row;
}

/** Sells one order for each of these addresses. */
export async function sell(
  { ledger }: Pick<RecordedShop, 'ledger'>,
  emails: readonly string[],
  wanted = 'adult:1',
): Promise<NewOrder[]> {
  const orders = emails.map((email) => orderOf(wanted, { customer: { name: 'Ada', email } }));
  await place(ledger, ...orders);
  await settleAll(ledger);
  return orders;
}
